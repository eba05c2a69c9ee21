/// Addresses that begin alike, in the notation of CIDR (RFC 4632): `10.0.0.0/8`, `::1`, `fd00::/8`.
public struct AddressRange: Sendable, Equatable {
    private let high: UInt64
    private let low: UInt64
    /// Bits that count, of 128.
    private let length: Int

    /// A range; nil for another notation, or when bits after the prefix are set.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let address = PeerAddress(text: Array(parts[0])), address.port == 0 else {
            return nil
        }
        let isFour = !parts[0].contains(UInt8(ascii: ":"))
        let size = isFour ? 32 : 128
        var bits = size
        if parts.count == 2 {
            guard (1...3).contains(parts[1].count), parts[1].allSatisfy({ (0x30...0x39).contains($0) }),
                let number = Int(String(Substring(parts[1]))), number <= size
            else { return nil }
            bits = number
        }
        (high, low) = address.bits
        length = bits + 128 - size
        guard Self.masked((high, low), length) == (high, low) else { return nil }
    }

    /// Whether an address is one of these.
    public func contains(_ address: PeerAddress) -> Bool { Self.masked(address.bits, length) == (high, low) }

    private static func masked(_ bits: (high: UInt64, low: UInt64), _ length: Int) -> (UInt64, UInt64) {
        func mask(_ count: Int) -> UInt64 { count <= 0 ? 0 : count >= 64 ? .max : ~(.max >> UInt64(count)) }
        return (bits.high & mask(length), bits.low & mask(length - 64))
    }
}
