import DynamoModel
import JSONText

/// The answer to a request of any operation, as it goes over the wire.
public enum DynamoResponse: Sendable, Equatable {
    case batchExecuteStatement(BatchExecuteStatementResponse)
    case backup(BackupResponse)
    case batchGetItem(BatchGetItemResponse)
    case batchWriteItem(BatchWriteItemResponse)
    case createTable(TableDescription)
    case deleteItem(WriteItemResponse)
    case deleteTable(TableDescription)
    case describeEndpoints(address: String)
    case describeLimits(AccountLimits)
    case describeTable(TableDescription)
    case describeTimeToLive(TimeToLive)
    case executeStatement(ExecuteStatementResponse)
    case executeTransaction(ExecuteTransactionResponse)
    case feature(FeatureRead)
    case getItem(GetItemResponse)
    case oversight(OversightResponse)
    case listTables(ListTablesResponse)
    case listTagsOfResource([Tag])
    case putItem(WriteItemResponse)
    case query(PageResponse)
    case scan(PageResponse)
    case stream(StreamResponse)
    case tagResource
    case transfer(TransferResponse)
    case transactGetItems(TransactGetItemsResponse)
    case transactWriteItems(TransactWriteItemsResponse)
    case untagResource
    case updateItem(WriteItemResponse)
    case updateTable(TableDescription)
    case updateTimeToLive(TimeToLive)
}

// MARK: - Writing

extension DynamoResponse {
    /// The JSON of the answer to a request (which says how much of the capacity is reported, and whether items are).
    /// - Parameters:
    ///   - size: ``estimatedSize``, for a caller who knows it already.
    ///   - texts: items that were written before; nil to write each again.
    public func json(
        answering request: DynamoRequest, estimatedSize size: Int? = nil, texts: ItemTexts? = nil
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: 512 + (size ?? estimatedSize))
        writer.beginObject()
        write(to: &writer, request, request.projectsItems ? nil : texts)
        writer.endObject()
        return writer.bytes
    }

    private func write(to writer: inout JSONWriter, _ request: DynamoRequest, _ texts: ItemTexts?) {
        let form = request.capacityForm
        switch self {
        case .getItem(let response): response.write(to: &writer, form, texts)
        case .putItem(let response), .updateItem(let response), .deleteItem(let response):
            response.write(to: &writer, form)
        case .query(let page), .scan(let page): page.write(to: &writer, form, countsOnly: request.countsOnly, texts)
        case .batchGetItem(let response): response.write(to: &writer, form)
        case .batchWriteItem(let response): response.write(to: &writer, form)
        case .executeStatement(let response): response.write(to: &writer, form, texts)
        case .batchExecuteStatement(let response): response.write(to: &writer, form)
        case .executeTransaction(let response): response.write(to: &writer, form)
        case .transactGetItems(let response): response.write(to: &writer, form)
        case .transactWriteItems(let response): response.write(to: &writer, form)
        default: writeControl(to: &writer)
        }
    }

    /// About how many bytes the answer's JSON has besides a few hundred, from the first item and the number of items.
    public var estimatedSize: Int {
        switch self {
        case .query(let page), .scan(let page):
            page.wireItems?.estimatedSize(Self.estimate) ?? Self.estimate(page.items)
        case .executeStatement(let response): Self.estimate(response.items)
        case .batchExecuteStatement(let response): Self.estimate(response.responses.compactMap(\.item))
        case .executeTransaction(let response): Self.estimate(response.items.compactMap { $0 })
        case .batchGetItem(let response): response.responses.values.reduce(0) { $0 + Self.estimate($1) }
        case .transactGetItems(let response): Self.estimate(response.items.compactMap { $0 })
        case .getItem(let response):
            response.wireItem?.estimatedSize(Self.estimate) ?? Self.estimate(response.item.map { [$0] } ?? [])
        case .stream(.getRecords(let response)): StreamResponse.estimate(response)
        default: 0
        }
    }

    private static func estimate(_ items: [Item]) -> Int {
        guard let first = items.first else { return 0 }
        // Each attribute has quotes, braces and its type around it.
        let perAttribute = 16
        return items.count * (first.itemSize + perAttribute * first.count)
    }

    private func writeControl(to writer: inout JSONWriter) {
        switch self {
        case .createTable(let table), .deleteTable(let table), .updateTable(let table):
            writer.name("TableDescription")
            writer.tableDescription(table)
        case .describeTable(let table):
            writer.name("Table")
            writer.tableDescription(table)
        case .listTables(let response):
            writer.member("LastEvaluatedTableName", response.lastEvaluatedTableName)
            writer.member("TableNames", response.tableNames) { $0.string($1) }
        case .listTagsOfResource(let tags): writer.tags(tags)
        case .updateTimeToLive(let setting): writer.timeToLiveSpecification(setting)
        case .describeTimeToLive(let setting): writer.timeToLiveDescription(setting)
        case .describeLimits(let limits): writer.limits(limits)
        case .describeEndpoints(let address): writer.endpoints(address)
        case .backup(let response): response.write(to: &writer)
        case .feature(let read): writer.off(read)
        case .transfer(let response): response.write(to: &writer)
        case .stream(let response): response.write(to: &writer)
        case .oversight(let response): writer.oversight(response)
        default: break
        }
    }
}

extension DynamoRequest {
    /// How the answer reports what was consumed.
    fileprivate var capacityForm: CapacityForm {
        switch self {
        case .getItem(let request): CapacityForm(request.returnConsumedCapacity)
        case .putItem(let request): CapacityForm(request.returnConsumedCapacity)
        case .updateItem(let request): CapacityForm(request.returnConsumedCapacity)
        case .deleteItem(let request): CapacityForm(request.returnConsumedCapacity)
        case .query(let request): CapacityForm(request.returnConsumedCapacity)
        case .scan(let request): CapacityForm(request.returnConsumedCapacity)
        case .batchGetItem(let request): CapacityForm(request.returnConsumedCapacity)
        case .batchWriteItem(let request): CapacityForm(request.returnConsumedCapacity)
        case .executeStatement(let request): CapacityForm(request.returnConsumedCapacity)
        case .batchExecuteStatement(let request): CapacityForm(request.returnConsumedCapacity)
        case .executeTransaction(let request): CapacityForm(request.returnConsumedCapacity, isTransaction: true)
        case .transactGetItems(let request): CapacityForm(request.returnConsumedCapacity, isTransaction: true)
        case .transactWriteItems(let request): CapacityForm(request.returnConsumedCapacity, isTransaction: true)
        default: CapacityForm(.none)
        }
    }

    /// Whether the answer holds parts of items, which are made again for each.
    fileprivate var projectsItems: Bool {
        switch self {
        case .getItem(let request): request.projectionExpression != nil
        case .query(let request): request.projectionExpression != nil
        case .scan(let request): request.projectionExpression != nil
        // Whether a statement answers with whole items is not looked for.
        case .executeStatement: true
        default: false
        }
    }

    /// Whether the answer holds no items.
    fileprivate var countsOnly: Bool {
        switch self {
        case .query(let request): request.select == .count
        case .scan(let request): request.select == .count
        default: false
        }
    }
}

extension JSONWriter {
    mutating func timeToLiveDescription(_ setting: TimeToLive) {
        name("TimeToLiveDescription")
        object { writer in
            writer.member("TimeToLiveStatus", setting.isEnabled ? "ENABLED" : "DISABLED")
            if setting.isEnabled { writer.member("AttributeName", setting.attributeName) }
        }
    }

    fileprivate mutating func limits(_ limits: AccountLimits) {
        member("AccountMaxReadCapacityUnits", limits.account.readCapacityUnits)
        member("AccountMaxWriteCapacityUnits", limits.account.writeCapacityUnits)
        member("TableMaxReadCapacityUnits", limits.table.readCapacityUnits)
        member("TableMaxWriteCapacityUnits", limits.table.writeCapacityUnits)
    }

    fileprivate mutating func endpoints(_ address: String) {
        let minutesOfADay = 1440
        member("Endpoints", [address]) { writer, address in
            writer.object { writer in
                writer.member("Address", address)
                writer.member("CachePeriodInMinutes", minutesOfADay)
            }
        }
    }
}

// MARK: - Reading

extension DynamoResponse {
    /// The largest answer: 16 MB of items as DynamoDB counts them, which are longer as JSON.
    public static let maximumBytes = 128 * 1024 * 1024

    /// Reads an answer.
    ///
    /// - Throws: `serialization` when it is not what the operation answers.
    public init(_ operation: DynamoOperation, json: [UInt8]) throws(DynamoDBError) {
        let value: JSONValue
        do throws(JSONError) {
            let limits = JSONLimits(maximumDepth: DynamoRequest.jsonDepth, maximumBytes: Self.maximumBytes)
            value = try JSONValue.parse(json, limits: limits)
        } catch {
            throw DynamoDBError(.serialization, error.description)
        }
        try self.init(operation, WireObject(value))
    }

    private init(_ operation: DynamoOperation, _ object: WireObject) throws(DynamoDBError) {
        switch operation {
        case .batchExecuteStatement: self = .batchExecuteStatement(try BatchExecuteStatementResponse(wire: object))
        case .batchGetItem: self = .batchGetItem(try BatchGetItemResponse(wire: object))
        case .batchWriteItem: self = .batchWriteItem(try BatchWriteItemResponse(wire: object))
        case .createTable: self = .createTable(try object.table("TableDescription"))
        case .deleteItem: self = .deleteItem(try WriteItemResponse(wire: object))
        case .deleteTable: self = .deleteTable(try object.table("TableDescription"))
        case .describeEndpoints: self = .describeEndpoints(address: try object.endpoint())
        case .describeLimits: self = .describeLimits(try object.limits())
        case .describeTable: self = .describeTable(try object.table("Table"))
        case .describeTimeToLive: self = .describeTimeToLive(try object.timeToLiveDescription())
        case .executeStatement: self = .executeStatement(try ExecuteStatementResponse(wire: object))
        case .executeTransaction: self = .executeTransaction(try ExecuteTransactionResponse(wire: object))
        case .getItem: self = .getItem(try GetItemResponse(wire: object))
        case .listTables:
            self = .listTables(
                ListTablesResponse(
                    tableNames: try object.required("TableNames", object.strings("TableNames")),
                    lastEvaluatedTableName: object.string("LastEvaluatedTableName")))
        case .listTagsOfResource: self = .listTagsOfResource(try object.tags())
        case .putItem: self = .putItem(try WriteItemResponse(wire: object))
        case .query: self = .query(try PageResponse(wire: object))
        case .scan: self = .scan(try PageResponse(wire: object))
        case .tagResource: self = .tagResource
        case .transactGetItems: self = .transactGetItems(try TransactGetItemsResponse(wire: object))
        case .transactWriteItems: self = .transactWriteItems(try TransactWriteItemsResponse(wire: object))
        case .untagResource: self = .untagResource
        case .updateItem: self = .updateItem(try WriteItemResponse(wire: object))
        case .updateTable: self = .updateTable(try object.table("TableDescription"))
        case .updateTimeToLive: self = .updateTimeToLive(try object.timeToLive())
        case .describeStream, .getRecords, .getShardIterator, .listStreams:
            self = .stream(try StreamResponse(operation, wire: object))
        case .createBackup, .deleteBackup, .describeBackup, .describeContinuousBackups, .listBackups,
            .restoreTableFromBackup, .restoreTableToPointInTime, .updateContinuousBackups,
            .describeContributorInsights, .describeExport, .exportTableToPointInTime, .importTable,
            .describeGlobalTable, .describeGlobalTableSettings, .describeImport,
            .describeKinesisStreamingDestination, .describeTableReplicaAutoScaling,
            .disableKinesisStreamingDestination, .enableKinesisStreamingDestination,
            .updateKinesisStreamingDestination, .getResourcePolicy, .putResourcePolicy, .deleteResourcePolicy,
            .updateContributorInsights,
            .listContributorInsights, .listExports, .listGlobalTables, .listImports:
            throw .wireType("The answer of \(operation.rawValue) is not read here")
        }
    }
}

extension WireObject {
    fileprivate func table(_ name: String) throws(DynamoDBError) -> TableDescription {
        try TableDescription(wire: try required(name, object(name)))
    }

    fileprivate func endpoint() throws(DynamoDBError) -> String {
        try required("Endpoints", objects("Endpoints")?.first?.string("Address"))
    }

    fileprivate func limits() throws(DynamoDBError) -> AccountLimits {
        AccountLimits(account: try throughput("AccountMax"), table: try throughput("TableMax"))
    }

    private func throughput(_ prefix: String) throws(DynamoDBError) -> ProvisionedThroughput {
        ProvisionedThroughput(
            readCapacityUnits: try required(prefix, int("\(prefix)ReadCapacityUnits")),
            writeCapacityUnits: try required(prefix, int("\(prefix)WriteCapacityUnits")))
    }

    fileprivate func timeToLiveDescription() throws(DynamoDBError) -> TimeToLive {
        let description = try required("TimeToLiveDescription", object("TimeToLiveDescription"))
        let status = description.string("TimeToLiveStatus") ?? ""
        return TimeToLive(
            attributeName: description.string("AttributeName"), isEnabled: ["ENABLED", "ENABLING"].contains(status))
    }
}
