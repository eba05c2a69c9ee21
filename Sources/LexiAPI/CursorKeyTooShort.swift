import Lexi

/// The cursor key has too few bytes.
public struct CursorKeyTooShort: Error, Sendable, CustomStringConvertible {
    /// One sentence.
    public var description: String {
        "The cursor key must have at least \(LexiAPIConfiguration.minimumCursorKeyByteCount) bytes."
    }
}
