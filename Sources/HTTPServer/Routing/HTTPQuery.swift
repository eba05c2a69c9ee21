import HTTPText

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
