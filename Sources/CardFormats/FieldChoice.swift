/// Which field of a file becomes which of ours: `word:Front,translation_vi:Back`.
public struct FieldChoice: Sendable, Equatable {
    /// Pairs of our name and the file's.
    public let pairs: [(field: String, source: String)]

    /// Reads a choice.
    ///
    /// - Throws: `malformed` for another form or a field of ours that does not exist, twice or without a `word`.
    public init(_ text: String) throws(CardFormatError) {
        var pairs: [(field: String, source: String)] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let colon = part.firstIndex(of: ":") else { throw .malformed("must be pairs such as word:Front") }
            let (field, source) = (String(part[..<colon]), String(part[part.index(after: colon)...]))
            guard CardDraft.textFields.contains(field) || field == "tags" else {
                throw .malformed("names no field of a card: '\(field.prefix(50))'")
            }
            guard !source.isEmpty, !pairs.contains(where: { $0.field == field }) else {
                throw .malformed("has '\(field)' twice or without a source")
            }
            pairs.append((field, source))
        }
        guard pairs.contains(where: { $0.field == "word" }) else { throw .malformed("must say where the word is") }
        self.pairs = pairs
    }

    /// The number of the source among names, from 0: by its name in any case, or by its number from 1.
    static func index(of source: String, in names: [String], count: Int) -> Int? {
        if let index = names.firstIndex(where: { $0.lowercased() == source.lowercased() }) { return index }
        guard source.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(source), number >= 1,
            number <= count
        else { return nil }
        return number - 1
    }

    /// Whether both choose alike.
    public static func == (left: FieldChoice, right: FieldChoice) -> Bool {
        left.pairs.elementsEqual(right.pairs) { $0 == $1 }
    }
}
