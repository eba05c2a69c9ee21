/// All tables, in one consistent state.
package struct Catalog: Sendable {
    package private(set) var byName: [String: TableInfo] = [:]
    package private(set) var byId: [Int: TableInfo] = [:]

    /// Adds a table, or a new state of one.
    package mutating func set(_ table: TableInfo) {
        byName[table.name] = table
        byId[table.id] = table
    }

    /// Removes a table.
    package mutating func remove(_ table: TableInfo) {
        byName[table.name] = nil
        byId[table.id] = nil
    }
}
