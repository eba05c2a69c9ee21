import Testing

@testable import HTTPServer

@Suite struct AddressRangeTests {
    private func address(_ text: String) throws -> PeerAddress {
        try #require(PeerAddress(text: Array(text.utf8)), "\(text)")
    }

    /// Addresses as header fields have them, with and without port; anything else is none.
    @Test func addresses() throws {
        for (text, host, port) in [
            ("127.0.0.1", "127.0.0.1", 0), ("192.0.2.7:8080", "192.0.2.7", 8080), ("::1", "::1", 0),
            ("[2001:db8::17]:4711", "2001:db8::17", 4711), ("[::1]", "::1", 0),
        ] {
            let address = try address(text)
            #expect(address.host == host)
            #expect(Int(address.port) == port)
        }
        for text in [
            "", "unknown", "_hidden", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.4:", "1.2.3.4:x", "1.2.3.4:99999",
            "[::1",
            "[::1]x", "[::1]:", ":::", "::1]", "1.2.3.4/8", String(repeating: "1", count: 100), "1.2.3.4\u{0}",
        ] { #expect(PeerAddress(text: Array(text.utf8)) == nil, "\(text)") }
    }

    /// A range holds the addresses that begin so, in whichever form of IP they come.
    @Test func ranges() throws {
        for (range, inside, outside) in [
            ("10.0.0.0/8", "10.255.0.1", "11.0.0.0"), ("192.0.2.7", "192.0.2.7", "192.0.2.8"),
            ("0.0.0.0/0", "8.8.8.8", "::1"), ("fd00::/8", "fdff::1", "fe00::1"), ("::1", "::1", "::2"),
            ("10.0.0.0/8", "::ffff:10.1.2.3", "::ffff:11.1.2.3"),
            ("2001:db8::/33", "2001:db8:7fff::1", "2001:db8:8000::1"),
        ] {
            let range = try #require(AddressRange(range))
            #expect(range.contains(try address(inside)), "\(inside)")
            #expect(!range.contains(try address(outside)), "\(outside)")
        }
        for text in [
            "", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/", "10.0.0.0/8/8", "::/129", "::1/64", "x/8", "10.0.0.0/-1",
            "1.2.3.4:80",
        ] {
            #expect(AddressRange(text) == nil, "\(text)")
        }
    }

    /// A network is an address of IPv4, and of IPv6 its first half.
    @Test func networks() throws {
        #expect(try address("192.0.2.7:80").network == "192.0.2.7")
        #expect(try address("::ffff:192.0.2.7").network == "192.0.2.7")
        #expect(try address("2001:db8:1:2::1").network == address("2001:db8:1:2:ffff::").network)
        #expect(try address("2001:db8:1:2::1").network != address("2001:db8:1:3::1").network)
    }
}
