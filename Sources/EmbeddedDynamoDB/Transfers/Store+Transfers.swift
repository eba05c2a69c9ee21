import DynamoModel
import TableStore

// Exports and imports as the table's file keeps them. Requests may be long: only those that are wanted are decoded.

extension Store {
    /// Exports in the order of their ids: those whose stored form a condition takes.
    func exports(where takes: (Item) -> Bool = { _ in true }) throws(EngineFault) -> [ExportRecord] {
        var exports: [ExportRecord] = []
        try forEachTransfer(.export) { id, item in
            if takes(item), let export = ExportRecord(id: id, stored: item) { exports.append(export) }
        }
        return exports
    }

    /// Imports in the order of their ids, those under way without how far they are: those whose stored form a condition
    /// takes.
    func imports(where takes: (Item) -> Bool = { _ in true }) throws(EngineFault) -> [ImportRecord] {
        var imports: [ImportRecord] = []
        try forEachTransfer(.tableImport) { id, item in
            if takes(item), let found = ImportRecord(id: id, whole: item) { imports.append(found) }
        }
        return imports
    }

    /// Looks at the stored form of each export or import.
    func forEachTransfer(_ kind: DocumentKind, _ body: (String, Item) -> Void) throws(EngineFault) {
        try read { (connection) throws(EngineFault) in
            try connection.forEachDocument(of: kind) { (id, item) in body(id, item) }
        }
    }

    /// The export that has this id; nil when no export has it.
    func export(_ id: String) throws(EngineFault) -> ExportRecord? {
        try read { (connection) throws(EngineFault) in
            try connection.document(.export, id).flatMap { ExportRecord(id: id, stored: $0) }
        }
    }

    /// The import that has this id, with how far it is; nil when no import has it.
    func tableImport(_ id: String) throws(EngineFault) -> ImportRecord? {
        try read { (connection) throws(EngineFault) in
            guard let stored = try connection.document(.tableImport, id),
                var record = ImportRecord(id: id, whole: stored)
            else { return nil }
            if let progress = try connection.document(.importProgress, id).flatMap(ImportRecord.Progress.init(stored:))
            {
                record.progress = progress
            }
            return record
        }
    }
}

extension StoreConnection {
    fileprivate func document(_ kind: DocumentKind, _ name: String) throws(EngineFault) -> Item? {
        try documents(of: kind, from: name, to: name + "\u{1}").first { $0.name.hasSameBytes(as: name) }?.item
    }
}

/// An export or import in a list, as far as the order of the list goes by it.
struct ListedTransfer: Sendable {
    let id: String
    /// The Amazon Resource Name.
    let arn: String
}

extension TableEngine {
    /// The exports or imports that are listed, of one table or of all.
    ///
    /// - Parameters:
    ///   - tableName: the table that a stored form names.
    ///   - arn: the Amazon Resource Name of an id with a table's name.
    func listed(
        _ kind: DocumentKind, of table: String?, tableName: (Item) -> String?, arn: (String, String) -> String
    ) throws(DynamoDBError) -> [ListedTransfer] {
        let now = Int(options.clock() * 1000)
        return try answering { () throws(EngineFault) -> [ListedTransfer] in
            var listed: [ListedTransfer] = []
            try store.forEachTransfer(kind) { id, item in
                guard item.isKept(now: now, for: Self.transfersAreListed), let name = tableName(item),
                    table.map({ name.hasSameBytes(as: $0) }) ?? true
                else { return }
                listed.append(ListedTransfer(id: id, arn: arn(id, name)))
            }
            return listed
        }
    }
}

extension Item {
    /// Whether the export or import with this stored form has not ended, or not longer ago than that.
    func isKept(now: Int, for milliseconds: Int) -> Bool { self["ended"]?.int.map { now - $0 < milliseconds } ?? true }
}
