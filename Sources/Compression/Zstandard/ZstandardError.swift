/// Why a Zstandard text cannot be read.
public enum ZstandardError: Error, Equatable {
    /// It does not have the form of RFC 8878, or breaks off.
    case malformed
    /// It refers further back than this many bytes, which its reader would have to hold.
    case windowTooLarge(Int)
    /// It was made with a dictionary, which the reader does not have.
    case needsDictionary
}
