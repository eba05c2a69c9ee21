import DynamoModel

extension Store {
    /// Makes the items again that a check found damaged, or removes them.
    ///
    /// - Returns: whether anything was changed.
    func mendItems(_ report: inout RepairReport, removesItems: Bool) async throws(DynamoDBError) -> Bool {
        for finding in report.before.findings {
            guard let row = finding.row, row.kind == .item, finding.index == nil else { continue }
            let outcome = try await write { (writer) throws(EngineFault) in
                guard let table = writer.state.catalog.byName[finding.table] else { return ItemMending.impossible }
                return try writer.mendItem(at: row.bytes, of: table, removesItems: removesItems)
            }
            switch outcome {
            case .mended: report.mendedItems += 1
            case .removed: report.removedItems.append("\(finding.table), \(row)")
            case .impossible: break
            }
        }
        return report.mendedItems > 0 || !report.removedItems.isEmpty
    }
}

/// What became of a damaged item.
private enum ItemMending {
    case mended
    case removed
    case impossible
}

extension Writer {
    /// Makes a damaged item again when one byte of its row or of its key is another than was written. Otherwise it is
    /// removed, if that is wanted; its entries in the indexes go in steps.
    fileprivate func mendItem(
        at key: KeyBytes, of table: TableInfo, removesItems: Bool
    ) throws(EngineFault) -> ItemMending {
        guard let row = try connection.unreadableRow(table, key) else { return .impossible }
        if let mended = mended(row, key, of: table) {
            try storage { () throws(SQLiteFault) in
                noteChange(table.id, key)
                noteChange(table.id, mended.key)
                let statement = try sqlite.prepare("UPDATE \(Format.rowTable(table.id)) SET k = ?, v = ? WHERE id = ?")
                defer { statement.finalize() }
                statement.bind(1, copying: mended.key)
                statement.bind(2, copying: mended.bytes)
                statement.bind(3, row.id)
                try statement.run()
            }
            return .mended
        }
        guard removesItems else { return .impossible }
        try apply(RowChange(table: table, key: key, replacing: row, new: nil))
        return .removed
    }

    /// The row with another byte, or with another byte in its key, that can be read.
    private func mended(
        _ row: UnreadableRow, _ key: KeyBytes, of table: TableInfo
    ) -> (key: KeyBytes, bytes: [UInt8])? {
        func isItem(_ key: KeyBytes, _ bytes: [UInt8]) -> Bool {
            let item = bytes.withUnsafeBytes { bytes in
                key.withUnsafeBytes { key in
                    try? StoredItem(row: bytes, key: key).item(names: connection.names)
                }
            }
            return item.flatMap { table.layout.key(of: $0) } == key
        }
        if let bytes = key.withUnsafeBytes({ ByteMending.mended(row: row.bytes, key: $0) }), isItem(key, bytes) {
            return (key, bytes)
        }
        guard let key = ByteMending.mended(keyOf: row.bytes, key), isItem(key, row.bytes) else { return nil }
        return (key, row.bytes)
    }
}
