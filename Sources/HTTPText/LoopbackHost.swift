/// Recognises the hosts that only programs of this machine can reach: requests from there need no key, requests to
/// there no encryption.
package enum LoopbackHost {
    /// Whether a host is `localhost` (in any case), an address of `127.0.0.0/8`, or `::1`, with brackets or without.
    ///
    /// An address of IPv4 is four numbers from 0 to 255 without leading zeros: with them, and with fewer numbers,
    /// systems understand different addresses (RFC 6943, section 3.1.1). Other names of loopback addresses count as
    /// names of others, since what a name leads to is not for the name to say.
    package static func contains(_ host: String) -> Bool {
        if host == "::1" || host == "[::1]" || host.lowercased() == "localhost" { return true }
        let parts = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0].elementsEqual("127".utf8) && parts.allSatisfy(isOctet)
    }

    private static func isOctet(_ digits: Substring.UTF8View) -> Bool {
        guard (1...3).contains(digits.count), digits.count == 1 || digits.first != UInt8(ascii: "0") else {
            return false
        }
        var number = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return false }
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return number <= 255
    }
}
