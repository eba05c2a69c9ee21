import DynamoModel

/// How many segments a table is read in at the same time.
public enum Segments {
    /// The most that can be asked for.
    public static let most = 256
    private static let bytesOfEach = 4 << 20
    private static let itemsOfEach = 4000
    private static let mostOfCore = 4

    /// One for every 4 MB or 4,000 items of the table, up to four for each processor.
    public static func suitable(for table: TableDescription, cores: Int) -> Int {
        // What the table reports of itself may be wrong; every table has one segment at least.
        let wanted = max(table.tableSizeBytes / bytesOfEach, table.itemCount / itemsOfEach, 0) + 1
        return min(wanted, max(cores, 1).multipliedSaturating(by: mostOfCore), most)
    }
}
