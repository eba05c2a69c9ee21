/// Where a table was restored from.
package struct RestoreOrigin: Sendable, Equatable, Codable {
    package var tableName: String
    /// The backup; nil for one to a point in time.
    package var backupId: String?
    /// The moment that was restored, in milliseconds since 1970.
    package var time: Int
    package var isInProgress: Bool
    /// Stored only when it is true.
    private var imports: Bool?
    /// What the table gets besides its items when they are there; nil for nothing, as the service restores.
    package var settings: RestoredSettings?

    private enum CodingKeys: String, CodingKey {
        case time, settings
        case tableName = "table"
        case backupId = "backup"
        case isInProgress = "inProgress"
        case imports = "import"
    }

    package init(tableName: String, backupId: String? = nil, time: Int, isInProgress: Bool, isImport: Bool = false) {
        self.tableName = tableName
        self.backupId = backupId
        self.time = time
        self.isInProgress = isInProgress
        imports = isImport ? true : nil
    }

    /// Whether the table is not restored, but imported: it has an origin only until it is ready.
    package var isImport: Bool { imports ?? false }
}
