/// A closed list of words that a field can have.
public protocol Vocabulary: RawRepresentable, CaseIterable, Sendable, Hashable where RawValue == String {}

extension Vocabulary {
    /// Reads one of the words, exactly as it is written.
    public init(_ text: String) throws(InvalidValue) {
        for word in Self.allCases where word.rawValue.utf8.elementsEqual(text.utf8) {
            self = word
            return
        }
        throw InvalidValue("must be one of " + Self.allCases.map(\.rawValue).joined(separator: ", "))
    }
}
