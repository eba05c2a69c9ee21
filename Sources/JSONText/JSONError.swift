/// Why a text is not JSON, or not within the limits, and where.
public struct JSONError: Error, Equatable, CustomStringConvertible {
    /// What is wrong.
    public enum Kind: Equatable, Sendable {
        /// A byte stands where the grammar does not allow it.
        case syntax
        /// The text ends too early.
        case truncated
        /// An object has two members of this name.
        case duplicateName(String)
        /// Arrays and objects are nested deeper than this limit.
        case tooDeep(Int)
        /// The bytes are not UTF-8 (RFC 3629).
        case invalidUTF8
        /// An escape sequence is unknown, malformed or half of a surrogate pair.
        case invalidEscape
        /// A control character stands unescaped in a string.
        case controlCharacter(UInt8)
        /// A number is misspelt.
        case invalidNumber
        /// A number has more characters than this limit.
        case numberTooLong(Int)
        /// The text has more bytes than this limit.
        case tooLarge(Int)
    }

    /// The byte at which it was noticed, counted from 0.
    public let offset: Int
    /// What is wrong.
    public let kind: Kind
    /// The JSON Pointer (RFC 6901) of the value or member in which it was noticed; empty for the document itself.
    public private(set) var path: String
    /// What is wrong, in words, without the place.
    public let message: String

    /// An error at a place.
    public init(offset: Int, kind: Kind, path: String = "", message: String) {
        self.offset = offset
        self.kind = kind
        self.path = path
        self.message = message
    }

    /// One sentence: what is wrong and where.
    public var description: String {
        let place = path.isEmpty ? "" : " in \(Self.shortened(path))"
        return "\(message) at byte \(offset)\(place)."
    }

    /// The same error seen from one level further out.
    func inside(_ name: String) -> JSONError {
        var error = self
        error.path = "/" + Self.escaped(name) + path
        return error
    }

    /// The same error seen from one level further out.
    func inside(_ index: Int) -> JSONError {
        var error = self
        error.path = "/\(index)" + path
        return error
    }

    /// A text at a length that suits a message, without characters that could break a line of a log.
    static func shortened(_ text: String) -> String {
        let limit = 80
        var result = ""
        for scalar in text.unicodeScalars.prefix(limit) {
            result.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7f ? "\u{fffd}" : scalar)
        }
        return text.unicodeScalars.count > limit ? result + "…" : result
    }

    /// A reference token of RFC 6901, section 3.
    private static func escaped(_ name: String) -> String {
        var result: [UInt8] = []
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "~"): result += [UInt8(ascii: "~"), UInt8(ascii: "0")]
            case UInt8(ascii: "/"): result += [UInt8(ascii: "~"), UInt8(ascii: "1")]
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

/// What a text may cost its reader.
public struct JSONLimits: Sendable, Equatable {
    /// The depth beyond which no caller can go: each level takes some stack, and input must not exhaust it.
    public static let deepest = 512

    /// How deep arrays and objects may be nested: `[]` has depth 1. At most `deepest`, whatever is asked for.
    public let maximumDepth: Int
    /// How many bytes the text may have.
    public let maximumBytes: Int
    /// How many characters a number may have.
    public let maximumNumberLength: Int

    /// Depth 32, 64 MiB, numbers of 1,024 characters.
    public static let `default` = JSONLimits()

    /// Limits that differ from the default ones where a value is given.
    public init(maximumDepth: Int = 32, maximumBytes: Int = 64 << 20, maximumNumberLength: Int = 1024) {
        self.maximumDepth = min(max(maximumDepth, 0), Self.deepest)
        self.maximumBytes = maximumBytes
        self.maximumNumberLength = maximumNumberLength
    }
}
