/// Why a file of cards cannot be read at all. What is wrong with one row is reported with that row.
public enum CardFormatError: Error, Sendable, Equatable {
    /// It is not what it is said to be; the text says why, as a sentence without its end.
    case malformed(String)
    /// It holds more than it may; the text says of what.
    case tooLarge(String)
    /// It is in a form that is not read; the text says which is.
    case unsupported(String)
    /// The call names a deck that the file does not have.
    case unknownDeck
    /// The call or the file names a field that is not there; the text is its name.
    case unknownField(String)
}
