/// The limits of files of cards, by name.
public enum CardFormatLimits {
    /// Bytes of one row of a text file.
    public static let rowBytes = 256 * 1024
    /// Cells of one row of a text file.
    public static let cells = 256
    /// Entries of a package.
    public static let entries = 65_535
    /// Bytes of a package's collection, decompressed: it stands in a temporary file.
    public static let collectionBytes = 256 << 20
    /// Bytes of a package's collection as Zstandard compressed it: what a body can hold.
    public static let packedBytes = 20 << 20
    /// Steps of SQLite's machine for one query of a package, in thousands: about a minute.
    public static let queryKilosteps = 2_000_000
    /// Bytes of one value in a package's collection.
    public static let valueBytes: Int32 = 4 << 20
    /// Reviews of one card.
    public static let reviewsPerCard = 10_000
}
