import TableStore

extension StoreConnection {
    /// All recorded changes of a table after a sequence number, in their order.
    package func allChanges(of table: Int, after sequence: Int = 0) throws(EngineFault) -> [RecordedChange] {
        var page = try changes(of: table, after: sequence)
        var all = page.changes
        let last = try lastSequence()
        while page.position < last {
            page = try changes(of: table, after: page.position)
            all += page.changes
        }
        return all
    }
}
