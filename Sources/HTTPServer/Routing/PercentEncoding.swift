/// Percent-escapes on bytes (RFC 3986, section 2.1).
public enum PercentEncoding {
    /// The bytes with their escapes undone; nil when an escape is malformed. The result may be any bytes, NUL and `/`
    /// included.
    /// - Parameter plusIsSpace: whether `+` means a space, as in query strings made by forms.
    public static func decode(_ bytes: ArraySlice<UInt8>, plusIsSpace: Bool = false) -> [UInt8]? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "%") {
                guard index + 1 < bytes.endIndex, let high = ByteClass.hexValue(bytes[index]),
                    let low = ByteClass.hexValue(bytes[index + 1])
                else { return nil }
                decoded.append(high << 4 | low)
                index += 2
            } else {
                decoded.append(plusIsSpace && byte == UInt8(ascii: "+") ? ByteClass.space : byte)
            }
        }
        return decoded
    }
}

/// The parameters of a query string, decoded: `name=value` pairs between `&`, `+` for a space.
public struct HTTPQuery: Sendable, Equatable {
    /// One parameter; a name without `=` has an empty value.
    public struct Item: Sendable, Equatable {
        /// The decoded name.
        public let name: [UInt8]
        /// The decoded value.
        public let value: [UInt8]
    }

    /// The parameters in order; a repeated name appears each time.
    public let items: [Item]

    /// Reads a query string (nil: none). Returns nil when a percent-escape is malformed. Empty pieces (`a=1&&b=2`) are
    /// skipped.
    public init?(_ query: ArraySlice<UInt8>?) {
        var items: [Item] = []
        for piece in (query ?? []).split(separator: UInt8(ascii: "&")) {
            let equals = piece.firstIndex(of: UInt8(ascii: "=")) ?? piece.endIndex
            let rest = equals < piece.endIndex ? piece[(equals + 1)...] : []
            guard let name = PercentEncoding.decode(piece[..<equals], plusIsSpace: true),
                let value = PercentEncoding.decode(rest, plusIsSpace: true)
            else { return nil }
            items.append(Item(name: name, value: value))
        }
        self.items = items
    }
}
