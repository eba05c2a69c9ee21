import DynamoModel

/// What the beginning of a backup says of it.
package struct BackupHeader: Sendable, Equatable, ItemRepresentable {
    /// Who asked for a backup.
    package enum Kind: String, Sendable, Codable {
        /// A client, by CreateBackup: it stays until DeleteBackup.
        case user
        /// The service, when a table with point-in-time recovery was removed.
        case system
    }

    /// The part of its Amazon Resource Name after `backup/`; also the name of its file.
    package var id: String
    package var name: String
    package var kind: Kind
    /// The moment that it shows, in milliseconds since 1970.
    package var created: Int
    /// When it goes by itself, in milliseconds since 1970; nil for never.
    package var expires: Int?
    /// The number of the last change that it shows.
    package var sequence: Int
    private var items: Int
    private var bytes: Int
    /// The table as it was.
    package var table: TableDefinition

    package init(
        id: String, name: String, kind: Kind, created: Int, expires: Int? = nil, sequence: Int, counter: Counter,
        table: TableDefinition
    ) {
        self.id = id
        self.name = name
        self.kind = kind
        self.created = created
        self.expires = expires
        self.sequence = sequence
        (items, bytes) = (counter.items, counter.bytes)
        self.table = table
    }

    /// How many items it has, and their size.
    package var counter: Counter { Counter(items: items, bytes: bytes) }
}
