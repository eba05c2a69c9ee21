/// Why a text is not Amazon Ion, or not what is read of it, and where.
public struct IonError: Error, Equatable, CustomStringConvertible {
    /// What is wrong.
    public enum Kind: Equatable, Sendable {
        /// A byte stands where the grammar does not allow it.
        case syntax
        /// The text ends too early.
        case truncated
        /// Lists and structures are nested deeper than this limit.
        case tooDeep(Int)
        /// The text has more bytes than this limit.
        case tooLarge(Int)
        /// A number or symbol has more characters, or a value more annotations, than its limit.
        case tooLong
        /// The bytes are not UTF-8, or an escape names no character.
        case invalidText
        /// The bytes of a blob are not Base64.
        case invalidBlob
        /// What the text says is Ion, but of a type or form that is not read.
        case unsupported
    }

    /// The byte at which it was noticed, counted from 0.
    public let offset: Int
    /// What is wrong.
    public let kind: Kind
    /// What is wrong, in words, without the place.
    public let message: String

    /// An error at a place.
    public init(offset: Int, kind: Kind, message: String) {
        self.offset = offset
        self.kind = kind
        self.message = message
    }

    /// One sentence: what is wrong and where.
    public var description: String { "\(message) at byte \(offset)" }
}
