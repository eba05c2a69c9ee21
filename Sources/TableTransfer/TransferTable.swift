import DynamoModel

/// A table that items are moved from or to, by any implementation of the protocol.
public struct TransferTable: Sendable {
    /// The database that holds the table: embedded or remote.
    public let db: any DynamoDB
    /// The table's name.
    public let name: String

    /// What messages call it: the name in quotation marks, and where it is when there are two.
    public let title: String

    /// A table of this name.
    public init(_ db: any DynamoDB, name: String, title: String? = nil) {
        self.db = db
        self.name = name
        self.title = title ?? "'\(name)'"
    }

    /// The table's description; nil when there is no such table.
    func description() async throws(TransferError) -> TableDescription? {
        do { return try await db.describeTable(tableName: name) } catch {
            if error.code == .resourceNotFound || error.code == .tableNotFound { return nil }
            throw .table(title: title, error)
        }
    }

    /// The description of a table that must be there and ready.
    func activeDescription() async throws(TransferError) -> TableDescription {
        guard let found = try await description() else { throw .refused("there is no table \(title)") }
        guard found.tableStatus == .active || found.tableStatus == .updating else {
            throw .refused("the table \(title) is \(found.tableStatus.rawValue), and not ready")
        }
        return found
    }

    /// Whether the table holds any item.
    func isEmpty() async throws(TransferError) -> Bool {
        var request = ScanRequest(tableName: name, limit: 1, consistentRead: true)
        while true {
            let page: PageResponse
            do { page = try await db.scan(request) } catch { throw .table(title: title, error) }
            if page.scannedCount > 0 { return false }
            guard let last = page.lastEvaluatedKey else { return true }
            request.exclusiveStartKey = last
        }
    }
}

extension TableDescription {
    /// The names of the primary key's attributes.
    var keyNames: [String] { keySchema.map(\.attributeName) }

    /// The types of the primary key's attributes, in the order of the key.
    var keyTypes: [ScalarAttributeType?] { keyNames.map(type) }

    /// The type of an attribute of a key, of the table's own or of an index's.
    func type(of name: String) -> ScalarAttributeType? {
        attributeDefinitions.first { $0.attributeName.hasSameBytes(as: name) }?.attributeType
    }
}
