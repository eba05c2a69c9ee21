/// All tables, in one consistent state.
package struct Catalog: Sendable {
    package private(set) var byName: [String: TableInfo] = [:]
    package private(set) var byId: [Int: TableInfo] = [:]
    /// Streams, those that are turned off and those of dropped tables too, by ``StreamDefinition/name``.
    package private(set) var streams: [String: StreamInfo] = [:]

    /// The numbers of the tables whose items expire.
    package private(set) var expiring: Set<Int> = []

    /// Removed tables that can be restored, by their numbers.
    package private(set) var dropped: [Int: DroppedTable] = [:]

    /// Adds a removed table.
    mutating func set(_ dropped: DroppedTable) { self.dropped[dropped.id] = dropped }

    /// Removes what is known of a removed table.
    mutating func removeDropped(_ id: Int) { dropped[id] = nil }

    /// Adds a table, or a new state of one.
    package mutating func set(_ table: TableInfo) {
        byName[table.name] = table
        byId[table.id] = table
        if table.definition.expiry == nil { expiring.remove(table.id) } else { expiring.insert(table.id) }
    }

    /// The index that a storage is of, with its table; nil for a storage of another kind, or of an index that is gone.
    func index(_ storage: Int) -> (table: TableInfo, index: IndexInfo)? {
        for table in byId.values {
            if let index = table.indexes.first(where: { $0.id == storage }) { return (table, index) }
        }
        return nil
    }

    /// Adds a stream, or a new state of one.
    package mutating func set(_ stream: StreamInfo) { streams[stream.definition.name] = stream }

    /// Removes a stream.
    package mutating func removeStream(_ name: String) { streams[name] = nil }

    /// The stream of a table that is on.
    package func openStream(of table: Int) -> StreamInfo? {
        streams.values.first { $0.definition.storage == table && $0.definition.ended == nil }
    }

    /// Removes a table.
    package mutating func remove(_ table: TableInfo) {
        byName[table.name] = nil
        byId[table.id] = nil
        expiring.remove(table.id)
    }
}
