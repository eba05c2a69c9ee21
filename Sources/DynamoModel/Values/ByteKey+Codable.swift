/// Dictionaries under such keys are coded as members, with the texts as their names.
extension ByteKey: Codable, CodingKeyRepresentable {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Reads a text.
    public init(from decoder: any Decoder) throws { self.init(try decoder.singleValueContainer().decode(String.self)) }

    /// Writes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    /// The text as a name.
    public var codingKey: any CodingKey { Name(stringValue: text) }

    /// The key of a name.
    public init(codingKey: some CodingKey) { self.init(codingKey.stringValue) }
}
