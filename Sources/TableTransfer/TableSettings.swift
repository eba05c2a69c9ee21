import DynamoModel
import JSONText

/// What a table is, besides its items: keys, indexes, billing, expiry, stream, protection, class, encryption. Labels
/// and the warm throughput are no part of it.
struct TableSettings {
    private static let none = "(none)"

    private let settings: [(name: String, text: String)]

    /// The settings in which two tables differ, in an order that is always the same.
    static func differences(
        _ first: TransferTable, _ second: TransferTable
    ) async throws(TransferError) -> [SettingDifference] {
        let (left, right) = (try await of(first).settings, try await of(second).settings)
        let names = left.map(\.name) + right.map(\.name).filter { name in !left.contains { $0.name == name } }
        return names.compactMap { name in
            let (one, other) = (
                left.first { $0.name == name }?.text ?? none, right.first { $0.name == name }?.text ?? none
            )
            return one == other ? nil : SettingDifference(name: name, first: one, second: other)
        }
    }

    private static func of(_ table: TransferTable) async throws(TransferError) -> TableSettings {
        let description = try await table.activeDescription()
        do { return TableSettings(description, try await table.db.describeTimeToLive(tableName: table.name)) } catch {
            throw .table(title: table.title, error)
        }
    }

    private init(_ table: TableDescription, _ expiry: TimeToLive) {
        // The form of a request has nothing in it that changes by itself.
        let made = TableCopy.creation(of: table, name: table.tableName)
        var settings = [
            ("key", Self.key(made.keySchema, table)),
            ("billing", made.billingMode.rawValue + (made.provisionedThroughput.map(Self.units) ?? "")),
            ("on-demand limits", made.onDemandThroughput.map(Self.limits) ?? Self.none),
            ("expiry", (expiry.isEnabled ? expiry.attributeName : nil).map(Self.quoted) ?? Self.none),
            ("stream", made.streamViewType?.rawValue ?? Self.none),
            ("deletion protection", made.deletionProtectionEnabled ? "on" : "off"),
            ("class", (made.tableClass ?? .standard).rawValue),
            ("encryption", table.kmsMasterKeyArn ?? "the service's own key"),
        ]
        settings += made.localSecondaryIndexes.map { ("local index \($0.indexName)", Self.index($0, table)) }
        settings += made.globalSecondaryIndexes.map { ("global index \($0.indexName)", Self.index($0, table)) }
        self.settings = settings
    }

    private static func key(_ schema: [KeySchemaElement], _ table: TableDescription) -> String {
        schema.map { element in
            let type = table.type(of: element.attributeName)?.rawValue ?? "?"
            return "\(quoted(element.attributeName)) \(element.keyType.rawValue) \(type)"
        }.joined(separator: ", ")
    }

    private static func index(_ index: SecondaryIndex, _ table: TableDescription) -> String {
        var text = "\(key(index.keySchema, table)), \(index.projection.projectionType)"
        if case .include(let names) = index.projection {
            text += " " + names.sorted { $0.compareBytes(with: $1) < 0 }.map(quoted).joined(separator: " ")
        }
        text += index.provisionedThroughput.map(units) ?? ""
        return text + (index.onDemandThroughput.map { ", " + limits($0) } ?? "")
    }

    private static func units(_ throughput: ProvisionedThroughput) -> String {
        ", \(throughput.readCapacityUnits) read and \(throughput.writeCapacityUnits) write units"
    }

    private static func limits(_ limits: OnDemandThroughput) -> String {
        func text(_ units: Int?) -> String { units.map { "at most \($0)" } ?? "unlimited" }
        return "reads \(text(limits.maxReadRequestUnits)), writes \(text(limits.maxWriteRequestUnits))"
    }

    /// A name that may hold anything.
    private static func quoted(_ name: String) -> String {
        var writer = JSONWriter()
        writer.string(name)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
