import Glibc

extension PeerAddress {
    /// An address as texts have it, such as `127.0.0.1`, `::1`, `[::1]:5000` or `127.0.0.1:5000`; nil for anything
    /// else.
    public init?(text: some Collection<UInt8>) {
        guard (2...64).contains(text.count) else { return nil }
        var host = Array(text)
        var port: UInt16 = 0
        if host.first == UInt8(ascii: "[") {
            guard let end = host.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            let rest = host[(end + 1)...]
            guard rest.isEmpty || rest.first == UInt8(ascii: ":") else { return nil }
            if !rest.isEmpty { guard let number = Self.port(rest.dropFirst()) else { return nil }; port = number }
            host = Array(host[1..<end])
        } else if host.contains(UInt8(ascii: ".")), let colon = host.lastIndex(of: UInt8(ascii: ":")),
            host.firstIndex(of: UInt8(ascii: ":")) == colon
        {
            guard let number = Self.port(host[(colon + 1)...]) else { return nil }
            port = number
            host = Array(host[..<colon])
        }
        self.init(host: host, port: port)
    }

    private init?(host: [UInt8], port: UInt16) {
        guard !host.contains(0) else { return nil }
        let text = host.map { CChar(bitPattern: $0) } + [0]
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            self.init(isIPv6: false, high: 0, low: UInt64(UInt32(bigEndian: four.s_addr)), port: port)
            return
        }
        var six = (UInt64(0), UInt64(0))
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        self.init(isIPv6: true, high: UInt64(bigEndian: six.0), low: UInt64(bigEndian: six.1), port: port)
    }

    private static func port(_ digits: ArraySlice<UInt8>) -> UInt16? {
        guard (1...5).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return UInt16(String(decoding: digits, as: UTF8.self))
    }

    /// The same address of IPv4, where IPv6 holds one (RFC 4291, section 2.5.5.2), as sockets for both show it.
    var plain: PeerAddress {
        guard isIPv6, high == 0, low >> 32 == 0xFFFF else { return self }
        return PeerAddress(isIPv6: false, high: 0, low: low & 0xFFFF_FFFF, port: port)
    }

    /// The name of the network whose members cannot be distinguished: an address of IPv4, or the first 64 bits of
    /// one of IPv6, of which a subscriber has all that begin so.
    public var network: String {
        let address = plain
        return address.isIPv6 ? String(address.high, radix: 16) + "/64" : address.host
    }

    /// The address as 128 bits, those of IPv4 as IPv6 has them.
    var bits: (high: UInt64, low: UInt64) {
        let address = plain
        return address.isIPv6 ? (address.high, address.low) : (0, 0xFFFF << 32 | address.low)
    }
}
