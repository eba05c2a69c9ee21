import DynamoModel
import TableStore

/// DynamoDB's rules for changes of a table, with its messages and in its order: what can be in one request, then the
/// indexes, then the settings.
enum UpdateRules {
    // MARK: What can be in one request

    /// Checks that the request changes something, and not too many things at once.
    static func check(_ request: UpdateTableRequest) throws(EngineFault) {
        let concerns = Concerns(request)
        guard !concerns.isEmpty else {
            throw .validation(
                "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, "
                    + "SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, "
                    + "MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or "
                    + "TableClass is required")
        }
        for (concern, name) in [
            (Concerns.encryption, "Server-Side Encryption modification"), (.tableClass, "TableClass modification"),
            (.protection, "DeletionProtection modification"),
        ] where concerns.contains(concern) && concerns != concern {
            throw .invalid("\(name) must be the only operation in the request")
        }
        if concerns.contains(.warm), concerns != .warm {
            throw .invalid(
                concerns.contains(.indexCreation)
                    ? "Create global secondary index cannot be specified when updating WarmThroughput"
                    : "WarmThroughput must be the only operation in the request")
        }
        if concerns.contains(.onDemand), !concerns.isSubset(of: [.onDemand, .billing]) {
            throw .invalid("OnDemandThroughput can only be combined with BillingMode in an UpdateTable request")
        }
        try checkCapacity(request, concerns)
        try checkWarm(request)
    }

    private static func checkCapacity(_ request: UpdateTableRequest, _ concerns: Concerns) throws(EngineFault) {
        let changesIndex = !concerns.isDisjoint(with: [.indexCreation, .indexDeletion])
        let changesCapacity = concerns.contains(.throughput) || request.billingMode == .provisioned
        if concerns.contains(.stream), changesCapacity {
            throw .invalid("You cannot modify stream status while updating table IOPS")
        }
        if changesIndex, changesCapacity {
            throw .invalid("You cannot create or delete index while updating table IOPS")
        }
        if changesIndex, concerns.contains(.stream) {
            throw .invalid("You cannot create or delete index while changing stream status")
        }
    }

    /// A change of the warm throughput names one kind of units at least.
    private static func checkWarm(_ request: UpdateTableRequest) throws(EngineFault) {
        let message = "WarmThroughput must have at least one of ReadUnitsPerSecond or WriteUnitsPerSecond specified"
        if request.warmThroughput == WarmThroughput() { throw .invalid(message) }
        for case .update(let name, _, _, .some(WarmThroughput())) in request.globalSecondaryIndexUpdates {
            throw .invalid("\(message) for index: \(name)")
        }
    }

    /// What a request is about.
    private struct Concerns: OptionSet {
        let rawValue: Int

        static let throughput = Concerns(rawValue: 1)
        static let billing = Concerns(rawValue: 2)
        static let stream = Concerns(rawValue: 4)
        static let encryption = Concerns(rawValue: 8)
        static let tableClass = Concerns(rawValue: 16)
        static let protection = Concerns(rawValue: 32)
        static let onDemand = Concerns(rawValue: 64)
        static let warm = Concerns(rawValue: 128)
        static let indexCreation = Concerns(rawValue: 256)
        static let indexDeletion = Concerns(rawValue: 512)
        static let indexUpdate = Concerns(rawValue: 1024)

        init(rawValue: Int) { self.rawValue = rawValue }

        init(_ request: UpdateTableRequest) {
            self = []
            if request.provisionedThroughput != nil { insert(.throughput) }
            if request.billingMode != nil { insert(.billing) }
            if request.streamViewType != nil { insert(.stream) }
            if request.sseSpecification != nil { insert(.encryption) }
            if request.tableClass != nil { insert(.tableClass) }
            if request.deletionProtectionEnabled != nil { insert(.protection) }
            if request.onDemandThroughput != nil { insert(.onDemand) }
            if request.warmThroughput != nil { insert(.warm) }
            for update in request.globalSecondaryIndexUpdates {
                switch update {
                case .create: insert(.indexCreation)
                case .update: insert(.indexUpdate)
                case .delete: insert(.indexDeletion)
                }
            }
        }
    }

    // MARK: Indexes

    /// Checks which indexes are changed: one change of each, one made or removed at a time.
    static func checkIndexes(_ request: UpdateTableRequest, _ definition: TableDefinition) throws(EngineFault) {
        let updates = request.globalSecondaryIndexUpdates
        if let name = updates.map(\.indexName).firstRepetition()?.text {
            throw .invalid("Only one global secondary index update per index is allowed simultaneously. Index: \(name)")
        }
        let changes = updates.filter { if case .update = $0 { false } else { true } }
        // Two changes are refused before it is known whether one of them could be made.
        guard changes.count <= 1 else { throw .request(oneIndexAtATime) }
        for update in updates { try check(update, definition) }
        // A new index can be given up while it is being filled.
        let givesUp = changes.allSatisfy { if case .delete = $0 { true } else { false } }
        let isBusy = definition.indexes.contains { index in
            !index.isActive && !(givesUp && changes.contains { $0.indexName.hasSameBytes(as: index.index.indexName) })
        }
        guard changes.isEmpty || !isBusy else { throw .request(oneIndexAtATime) }
    }

    private static let oneIndexAtATime = DynamoDBError(
        .limitExceeded,
        "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table")

    private static func check(
        _ update: GlobalSecondaryIndexUpdate, _ definition: TableDefinition
    ) throws(EngineFault) {
        let name = update.indexName
        let known = definition.indexes.first { $0.index.indexName.hasSameBytes(as: name) }
        switch update {
        case .create:
            guard known == nil else { throw .validation("Attempting to create an index which already exists") }
            guard definition.indexes.count(where: { !$0.isLocal }) < DynamoLimits.globalIndexes else {
                throw .request(
                    DynamoDBError(
                        .limitExceeded,
                        "Subscriber limit exceeded: Number of global secondary indexes exceeds per-table limit of "
                            + "\(DynamoLimits.globalIndexes)"))
            }
        case .update, .delete:
            guard let known else {
                throw .request(
                    DynamoDBError(
                        .resourceNotFound,
                        "Requested resource not found: Index \(name) for table \(definition.name)"))
            }
            guard !known.isLocal else {
                let action = if case .delete = update { "delete" } else { "update" }
                throw .validation("Cannot \(action) an index that is not a GlobalSecondaryIndex: \(name)")
            }
        }
    }

    /// Checks that the attributes of a new index's key have the types that other keys of the table give them.
    ///
    /// Source: ScyllaDB's test `test_gsi_key_type_conflict_on_update`, which quotes DynamoDB.
    static func checkTypesStay(
        _ index: SecondaryIndex, _ definitions: [AttributeDefinition], _ table: TableDefinition
    ) throws(EngineFault) {
        for schema in [table.keySchema] + table.indexes.map(\.index.keySchema) {
            let conflicts = index.keySchema.contains { element in
                guard schema.contains(where: { $0.attributeName.hasSameBytes(as: element.attributeName) }) else {
                    return false
                }
                return type(of: element, definitions) != type(of: element, table.attributeDefinitions)
            }
            guard conflicts else { continue }
            throw .invalid(
                "Attributes cannot be redefined. Please check that your attribute has the same type as previously defined. "
                    + "Existing schema: \(text(schema, table.attributeDefinitions)) New schema: "
                    + text(index.keySchema, definitions))
        }
    }

    private static func type(of element: KeySchemaElement, _ definitions: [AttributeDefinition]) -> ScalarAttributeType?
    {
        definitions.first { $0.attributeName.hasSameBytes(as: element.attributeName) }?.attributeType
    }

    /// A key as this message shows it.
    private static func text(_ schema: [KeySchemaElement], _ definitions: [AttributeDefinition]) -> String {
        let elements = schema.map { element in
            let type = type(of: element, definitions)?.rawValue ?? "?"
            return "SchemaElement: key{\(element.attributeName):\(type):\(element.keyType.rawValue)}"
        }
        return "Schema:[\(elements.joined(separator: ", "))]"
    }

    /// The place of a global index in the definition.
    static func position(of name: String, _ definition: TableDefinition) -> Int? {
        definition.indexes.firstIndex { !$0.isLocal && $0.index.indexName.hasSameBytes(as: name) }
    }

    // MARK: Billing

    /// Checks that each of table and indexes has a throughput in the mode that needs one, and none in the other.
    static func checkBilling(
        _ request: UpdateTableRequest, _ definition: TableDefinition, _ mode: BillingMode
    ) throws(EngineFault) {
        if mode == .payPerRequest {
            guard request.provisionedThroughput == nil else {
                throw .invalid(
                    request.billingMode == .payPerRequest
                        ? "ProvisionedThroughput cannot be specified when BillingMode is PAY_PER_REQUEST"
                        : "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
                            + "PAY_PER_REQUEST")
            }
            for case .update(let name, .some, _, _) in request.globalSecondaryIndexUpdates {
                throw .invalid(
                    "The only Updates for index: \(name) when TableThroughputMode is PAY_PER_REQUEST can be to "
                        + "OnDemandThroughput, WarmThroughput")
            }
            return
        }
        if request.billingMode == .provisioned, request.provisionedThroughput == nil {
            throw .invalid("ProvisionedThroughput must be specified when BillingMode is PROVISIONED")
        }
        guard definition.billingMode == .payPerRequest else { return }
        for index in definition.indexes where !index.isLocal {
            let name = index.index.indexName
            let isGiven = request.globalSecondaryIndexUpdates.contains { update in
                if case .update(name, .some, _, _) = update { true } else { false }
            }
            guard isGiven else { throw .invalid("ProvisionedThroughput must be specified for index: \(name)") }
        }
    }

    /// Checks the throughput of an index that is added to a table of this billing mode.
    static func checkThroughput(ofNew index: SecondaryIndex, _ mode: BillingMode) throws(EngineFault) {
        let name = index.indexName
        switch (mode, index.provisionedThroughput) {
        case (.payPerRequest, .some):
            throw .invalid(
                "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: \(name) when BillingMode is "
                    + "PAY_PER_REQUEST")
        case (.provisioned, nil):
            throw .invalid("Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: \(name)")
        case (.provisioned, let throughput?): try ThroughputRules.check(throughput, index: name)
        case (.payPerRequest, nil): break
        }
        try ThroughputRules.check(index.onDemandThroughput, mode, index: name)
    }
}
