/// The limits of files of cards, by name.
public enum CardFormatLimits {
    /// Bytes of one row of a text file.
    public static let rowBytes = 256 * 1024
    /// Cells of one row of a text file.
    public static let cells = 256
    /// Bytes of one card of a JSON text: twice what the longest log takes.
    public static let elementBytes = 4 << 20
    /// Values of one card of a JSON text: four times what the longest log has.
    public static let elementValues = 200_000
    /// Entries of a package.
    public static let entries = 65_535
    /// Bytes of a package's collection, decompressed: it stands in a temporary file.
    public static let collectionBytes = 256 << 20
    /// Bytes of a package's collection as Zstandard compressed it: what a body can hold.
    public static let packedBytes = 20 << 20
    /// Steps of SQLite's machine for all reading of a package, in thousands: some seconds.
    public static let kilosteps = 200_000
    /// The same for reading its schema: some two thousand entries.
    static let schemaKilosteps = 20
    /// Bytes of one entry of its schema.
    static let schemaBytes: Int32 = 16 * 1024
    /// Cards of a package, of which a call can choose some.
    public static let cards = 250_000
    /// Fields of all kinds of notes of a package, and its decks.
    public static let names = 50_000
    /// Bytes of one value in a package's collection.
    public static let valueBytes: Int32 = 4 << 20
    /// Bytes of a value that is a number, or of the row that has it.
    static let numberBytes: Int32 = 16 * 1024
    /// Bytes of the name of a field.
    static let nameBytes: Int32 = 64 * 1024
    /// The largest of the numbers of a card in a package: those beyond it are taken for it.
    static let count = 1_000_000
    /// When the days of a package's collection may begin, in seconds since 1970: up to the year 2242.
    static let dayStarts = 0...(1 << 33)
    /// Reviews of one card.
    public static let reviewsPerCard = 10_000
}
