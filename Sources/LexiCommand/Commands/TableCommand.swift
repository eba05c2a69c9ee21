import DynamoModel
import DynamoWire
import EmbeddedDynamoDB
import FoundationEssentials
import JSONText
import Lexi
import LexiSchema
import LexiFixtures
import TableStore

extension Command {
    /// `lexi table`: what concerns the table itself.
    static let table = Command(
        "table", "Make, describe, check, repair, back up and move the table.",
        subcommands: [
            tableCreate, tableDescribe, tableCheck, tableRepair, tableBackup, tableRestore, tableCopy, tableExport,
            tableImport, tableDiff,
            tableSchema, tablePatterns,
        ])

    private static let tableCreate = Command(
        "create", "Make the table, with its indexes: in the data folder, or at an endpoint.",
        discussion: """
            At an endpoint it waits, five minutes at most, until the table is active, and switches the expiry of items
            on. A table that is there already is compared with the definition.
            """,
        options: Settings.storage + Settings.remote
    ) { arguments, terminal in
        try arguments.noOperands()
        if let place = try RemotePlace(arguments, terminal) { return try await create(at: place, terminal) }
        let table = try await LocalTable.open(arguments, terminal)
        for warning in table.warnings { terminal.complain("Warning: \(warning)") }
        try await table.close()
        terminal.complain(
            table.isNew
                ? "Made the table '\(table.name)' in \(table.folder.database)."
                : "The table '\(table.name)' is there already, and as it should be.")
        return 0
    }

    private static let tableDescribe = Command(
        "describe", "Show the table's keys, indexes, item count and size.",
        discussion: """
            Sizes are in bytes by DynamoDB's counting. Counts and sizes of an embedded table are exact; at AWS they are
            some hours old.
            """,
        options: Settings.storage + Settings.remote
    ) { arguments, terminal in
        try arguments.noOperands()
        if let place = try RemotePlace(arguments, terminal) {
            terminal.print(text(try await describe(at: place, terminal)))
            return 0
        }
        let (engine, name) = try LocalTable.existing(arguments, isReadOnly: true)
        let description = try await describe(engine, name)
        await engine.close()
        terminal.print(text(description))
        return 0
    }

    private static let keys = Option(
        "keys", nil, "show the keys of damaged items, with which they can be put again or deleted")

    private static let tableCheck = Command(
        "check", "Verify every checksum, and that every index equals its table.",
        discussion: """
            Exit status 0: all is sound; 1: it is not, and what was found is listed. Of a table at an endpoint the
            keys, indexes, attributes and the expiry are compared with the definition; its storage is the endpoint's.

            A damaged item can be replaced by PutItem and removed by DeleteItem, without condition and ReturnValues.
            Its key is shown with --keys only, since keys may be personal data.
            """,
        options: Settings.storage + Settings.remote + [keys]
    ) { arguments, terminal in
        try arguments.noOperands()
        let showsKeys = try arguments.isOn(keys)
        if let place = try RemotePlace(arguments, terminal) { return try await check(at: place, terminal) }
        let (engine, _) = try LocalTable.existing(arguments, isReadOnly: true)
        terminal.progress("Checking …")
        let report = try await engine.check()
        await engine.close()
        terminal.progress(
            "Checked \(report.items) items and \(report.indexEntries) index entries.", isLast: true)
        for finding in report.findings { terminal.print(text(finding, showsKeys: showsKeys)) }
        terminal.complain(report.isSound ? "All is sound." : "Findings: \(report.findings.count).")
        return report.isSound ? 0 : 1
    }

    private static func text(_ finding: CheckReport.Finding, showsKeys: Bool) -> String {
        guard showsKeys, let key = finding.row?.key else { return finding.description }
        var writer = JSONWriter()
        writer.attributes(key)
        return "\(finding.description)\n  key: \(String(decoding: writer.bytes, as: UTF8.self))"
    }

    private static let write = Option(
        "write", "FOLDER", environment: "LEXI_SCHEMA_FOLDER", "write the files there instead of printing their names")

    private static let tableSchema = Command(
        "schema", "Make the files of schema/ from the registry of access patterns.",
        discussion: "The sample data of nosql-workbench.json are items that the fixtures make.",
        options: [write, Settings.fixtures]
    ) { arguments, terminal in
        try arguments.noOperands()
        guard let folder = arguments.string(write) else {
            for path in SchemaDocuments.paths { terminal.print(path) }
            return 0
        }
        for document in SchemaDocuments.all { try write(document, to: folder, terminal) }
        let samples = try await samples(try arguments.required(Settings.fixtures))
        try write(SchemaDocuments.workbench(samples: samples), to: folder, terminal)
        return 0
    }

    private static func write(_ document: SchemaDocuments.Document, to folder: String, _ terminal: Terminal) throws {
        let file = URL(filePath: folder).appending(path: document.name)
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(document.contents.utf8).write(to: file)
        } catch {
            throw CommandFailure("cannot write '\(folder)/\(document.name)': \(error)")
        }
        terminal.complain("Wrote \(folder)/\(document.name).")
    }

    /// Items of a table in memory that the fixtures are loaded into.
    private static func samples(_ fixtures: String) async throws -> [Item] {
        let engine = try TableEngine.inMemory()
        do {
            _ = try await TableReadiness(engine, LexiTable.defaultName).ensure()
            let samples = try await FixtureSamples.load(folder: fixtures, into: engine)
            await engine.close()
            return samples
        } catch {
            await engine.close()
            throw error is CommandFailure ? error : CommandFailure("fixtures in '\(fixtures)': \(error)")
        }
    }

    private static func describe(_ engine: TableEngine, _ name: String) async throws -> TableDescription {
        do { return try await engine.describeTable(tableName: name) } catch {
            throw CommandFailure("the table '\(name)': \(error.message)")
        }
    }

    static func text(_ table: TableDescription) -> String {
        func keys(_ schema: [KeySchemaElement]) -> String { schema.map(\.attributeName).joined(separator: ", ") }
        var lines = [
            "Table    \(table.tableName) (\(table.tableStatus.rawValue))",
            "Keys     \(keys(table.keySchema))",
            "Items    \(table.itemCount)",
            "Size     \(table.tableSizeBytes) bytes",
            "Billing  \(table.billingMode.rawValue)",
            "Stream   \(table.streamViewType?.rawValue ?? "none")",
        ]
        for found in table.globalSecondaryIndexes {
            let index = found.index
            lines.append(
                "Index    \(index.indexName) (\(found.indexStatus.rawValue)): \(keys(index.keySchema)); "
                    + "\(index.projection.projectionType); \(found.itemCount) items, \(found.indexSizeBytes) bytes")
        }
        return lines.joined(separator: "\n")
    }
}
