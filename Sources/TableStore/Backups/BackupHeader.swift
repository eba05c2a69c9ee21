import DynamoModel

/// What the beginning of a backup says of it.
package struct BackupHeader: Sendable, Equatable {
    /// Who asked for a backup.
    package enum Kind: String, Sendable {
        /// A user.
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
    /// How many items it has, and their size.
    package var counter: Counter
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
        self.counter = counter
        self.table = table
    }
}

extension BackupHeader {
    /// As it stands in the file.
    var stored: Item {
        var item: Item = [
            "id": .s(id), "name": .s(name), "kind": .s(kind.rawValue), "created": .int(created),
            "sequence": .int(sequence), "items": .int(counter.items), "bytes": .int(counter.bytes),
            "table": .m(table.stored),
        ]
        item["expires"] = expires.map { .int($0) }
        return item
    }

    /// Reads the stored form; nil when it has another form.
    init?(stored item: Item) {
        guard let id = item["id"]?.string, let name = item["name"]?.string,
            let kind = item["kind"]?.string.flatMap(Kind.init(rawValue:)), let created = item["created"]?.int,
            let sequence = item["sequence"]?.int, let items = item["items"]?.int, let bytes = item["bytes"]?.int,
            let table = item["table"]?.map.flatMap(TableDefinition.init(stored:))
        else { return nil }
        self.init(
            id: id, name: name, kind: kind, created: created, expires: item["expires"]?.int, sequence: sequence,
            counter: Counter(items: items, bytes: bytes), table: table)
    }
}
