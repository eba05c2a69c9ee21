import HTTPText
import Testing

@Suite struct LoopbackHostTests {
    // The names and addresses that lead to this machine, whatever is asked.
    @Test(arguments: [
        "localhost", "LocalHost", "127.0.0.1", "127.0.0.0", "127.255.255.255", "127.10.100.9", "::1", "[::1]",
    ])
    func isLoopback(_ host: String) { #expect(LoopbackHost.contains(host)) }

    // What is nearly one of them is somebody else's: numbers above 255, in octal, too few or too many, other names.
    @Test(arguments: [
        "", "127.999.1.1", "127.0.0.256", "127.0.0.01", "127.0.0.08", "0127.0.0.1", "127.1", "127.0.1", "127.0.0.1.",
        "127.0.0.1.1", "127..0.1", "127.0.0.", "127.0.0.+1", "127.0.0.-1", "127.0.0. 1", "127.0.0.1\0", "127.0.0.١",
        "127.0.0.0x1", "127.0.0.1000", "127.0.0.1.example.com", "128.0.0.1", "10.0.0.1", "0.0.0.0", "2130706433", "::",
        "::2", "[::1", "::1]", "[127.0.0.1]", "::ffff:127.0.0.1", "localhost.", "localhost.example.com", "xlocalhost",
    ])
    func isNot(_ host: String) { #expect(!LoopbackHost.contains(host)) }
}
