import DynamoModel
import JSONText

extension CreateTableRequest {
    init(wire object: WireObject) throws(DynamoDBError) {
        try object.refuse(["GlobalTableSourceArn", "GlobalTableSettingsReplicationMode", "VectorIndexes"])
        try Self.checkLists(object)
        let policy = object.string("ResourcePolicy")
        if let policy { try PolicySyntax.check(policy) }
        self.init(
            tableName: try object.tableName(), attributeDefinitions: try object.attributeDefinitions(),
            keySchema: try object.keySchema(), localSecondaryIndexes: try object.indexes("LocalSecondaryIndexes"),
            globalSecondaryIndexes: try object.indexes("GlobalSecondaryIndexes"),
            billingMode: object.choice("BillingMode") ?? .provisioned,
            provisionedThroughput: try object.provisionedThroughput(),
            streamViewType: try object.streamViewType(ofNewTable: true) ?? nil,
            deletionProtectionEnabled: object.bool("DeletionProtectionEnabled") ?? false, tags: try object.tags(),
            onDemandThroughput: object.onDemandThroughput(), warmThroughput: object.warmThroughput(),
            tableClass: object.choice("TableClass"), sseSpecification: object.sseSpecification(),
            resourcePolicy: policy)
    }

    /// The type holds no difference between a list that is empty and one that is not there; the service does.
    private static func checkLists(_ object: WireObject) throws(DynamoDBError) {
        for name in ["LocalSecondaryIndexes", "GlobalSecondaryIndexes"] where object[name]?.arrayValue?.isEmpty ?? false
        {
            throw .invalidParameter("List of \(name) is empty")
        }
    }

    func write(to writer: inout JSONWriter) {
        writer.member("TableName", tableName)
        writer.member("AttributeDefinitions", attributeDefinitions) { $0.attributeDefinition($1) }
        writer.member("KeySchema", keySchema) { $0.keySchemaElement($1) }
        if !localSecondaryIndexes.isEmpty {
            writer.member("LocalSecondaryIndexes", localSecondaryIndexes) { $0.index($1) }
        }
        if !globalSecondaryIndexes.isEmpty {
            writer.member("GlobalSecondaryIndexes", globalSecondaryIndexes) { $0.index($1) }
        }
        writer.member("BillingMode", billingMode.rawValue)
        writer.throughput("ProvisionedThroughput", provisionedThroughput)
        if let streamViewType { writer.streamSpecification(streamViewType) }
        if deletionProtectionEnabled { writer.member("DeletionProtectionEnabled", true) }
        if !tags.isEmpty { writer.tags(tags) }
        writer.onDemandThroughput(onDemandThroughput)
        writer.warmThroughput(warmThroughput)
        writer.member("TableClass", tableClass?.rawValue)
        writer.sseSpecification(sseSpecification)
        writer.member("ResourcePolicy", resourcePolicy)
    }
}

extension UpdateTableRequest {
    init(wire object: WireObject) throws(DynamoDBError) {
        try object.refuse(["ReplicaUpdates", "GlobalTableWitnessUpdates", "MultiRegionConsistency"])
        try object.refuse([
            "GlobalTableSettingsReplicationMode", "VectorIndexUpdates", "DisassociationProtectionEnabled",
        ])
        var updates: [GlobalSecondaryIndexUpdate] = []
        for update in object.objects("GlobalSecondaryIndexUpdates") ?? [] {
            updates.append(try GlobalSecondaryIndexUpdate(wire: update))
        }
        self.init(
            tableName: try object.tableName(), attributeDefinitions: try object.attributeDefinitions(),
            billingMode: object.choice("BillingMode"), provisionedThroughput: try object.provisionedThroughput(),
            globalSecondaryIndexUpdates: updates, streamViewType: try object.streamViewType(ofNewTable: false),
            deletionProtectionEnabled: object.bool("DeletionProtectionEnabled"),
            onDemandThroughput: object.onDemandThroughput(), warmThroughput: object.warmThroughput(),
            tableClass: object.choice("TableClass"), sseSpecification: object.sseSpecification())
        // An empty list alone is as good as none; next to another it is refused.
        guard updates.isEmpty, object["GlobalSecondaryIndexUpdates"] != nil else { return }
        let plain = UpdateTableRequest(tableName: tableName, attributeDefinitions: attributeDefinitions)
        if self != plain { throw .invalidParameter("List of GlobalSecondaryIndexUpdates is empty") }
    }

    func write(to writer: inout JSONWriter) {
        writer.member("TableName", tableName)
        if !attributeDefinitions.isEmpty {
            writer.member("AttributeDefinitions", attributeDefinitions) { $0.attributeDefinition($1) }
        }
        writer.member("BillingMode", billingMode?.rawValue)
        writer.throughput("ProvisionedThroughput", provisionedThroughput)
        if !globalSecondaryIndexUpdates.isEmpty {
            writer.member("GlobalSecondaryIndexUpdates", globalSecondaryIndexUpdates) { $0.indexUpdate($1) }
        }
        if let streamViewType { writer.streamSpecification(streamViewType) }
        writer.member("DeletionProtectionEnabled", deletionProtectionEnabled)
        writer.onDemandThroughput(onDemandThroughput)
        writer.warmThroughput(warmThroughput)
        writer.member("TableClass", tableClass?.rawValue)
        writer.sseSpecification(sseSpecification)
    }
}

extension GlobalSecondaryIndexUpdate {
    init(wire object: WireObject) throws(DynamoDBError) {
        let actions = ["Create", "Update", "Delete"].filter { object[$0] != nil }
        guard actions.count <= 1 else {
            throw .invalidParameter(
                "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object")
        }
        if let create = object.object("Create") {
            self = .create(try SecondaryIndex(wire: create))
        } else if let update = object.object("Update") {
            self = .update(
                indexName: try update.required("IndexName", update.string("IndexName")),
                try update.provisionedThroughput(), onDemand: update.onDemandThroughput(),
                warm: update.warmThroughput())
        } else if let delete = object.object("Delete") {
            self = .delete(indexName: try delete.required("IndexName", delete.string("IndexName")))
        } else {
            throw .invalidParameter(
                "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
                    + "GlobalSecondaryIndexUpdate.Delete must not be null")
        }
    }
}

extension SecondaryIndex {
    init(wire object: WireObject) throws(DynamoDBError) {
        self.init(
            indexName: try object.required("IndexName", object.string("IndexName")), keySchema: try object.keySchema(),
            projection: try Projection(wire: try object.required("Projection", object.object("Projection"))),
            provisionedThroughput: try object.provisionedThroughput(),
            onDemandThroughput: object.onDemandThroughput(), warmThroughput: object.warmThroughput())
    }
}

extension Projection {
    init(wire object: WireObject) throws(DynamoDBError) {
        let attributes = object.strings("NonKeyAttributes")
        let type = object.string("ProjectionType")
        switch (type, attributes) {
        case ("ALL", nil): self = .all
        case ("KEYS_ONLY", nil): self = .keysOnly
        case ("INCLUDE", let attributes?): self = .include(attributes)
        case ("INCLUDE", nil):
            throw .invalidParameter("ProjectionType is INCLUDE, but NonKeyAttributes is not specified")
        case (let type?, .some):
            throw .invalidParameter("ProjectionType is \(type), but NonKeyAttributes is specified")
        default: throw .invalidParameter("Unknown ProjectionType: \(type ?? "null")")
        }
    }
}

extension WireObject {
    func attributeDefinitions() throws(DynamoDBError) -> [AttributeDefinition] {
        var result: [AttributeDefinition] = []
        for entry in objects("AttributeDefinitions") ?? [] {
            result.append(
                AttributeDefinition(
                    try entry.required("AttributeName", entry.string("AttributeName")),
                    try entry.required("AttributeType", entry.choice("AttributeType"))))
        }
        return result
    }

    func keySchema() throws(DynamoDBError) -> [KeySchemaElement] {
        var result: [KeySchemaElement] = []
        for entry in objects("KeySchema") ?? [] {
            result.append(
                KeySchemaElement(
                    try entry.required("AttributeName", entry.string("AttributeName")),
                    try entry.required("KeyType", entry.choice("KeyType"))))
        }
        return result
    }

    func indexes(_ name: String) throws(DynamoDBError) -> [SecondaryIndex] {
        var result: [SecondaryIndex] = []
        for entry in objects(name) ?? [] { result.append(try SecondaryIndex(wire: entry)) }
        return result
    }

    func tags() throws(DynamoDBError) -> [Tag] {
        var result: [Tag] = []
        for entry in objects("Tags") ?? [] {
            result.append(
                Tag(
                    key: try entry.required("Key", entry.string("Key")),
                    value: try entry.required("Value", entry.string("Value"))))
        }
        return result
    }
}

// MARK: - Writing

extension JSONWriter {
    mutating func attributeDefinition(_ definition: AttributeDefinition) {
        object { writer in
            writer.member("AttributeName", definition.attributeName)
            writer.member("AttributeType", definition.attributeType.rawValue)
        }
    }

    mutating func keySchemaElement(_ element: KeySchemaElement) {
        object { writer in
            writer.member("AttributeName", element.attributeName)
            writer.member("KeyType", element.keyType.rawValue)
        }
    }

    mutating func index(_ index: SecondaryIndex) { object { $0.indexMembers(index) } }

    mutating func indexMembers(_ index: SecondaryIndex) {
        member("IndexName", index.indexName)
        member("KeySchema", index.keySchema) { $0.keySchemaElement($1) }
        name("Projection")
        object { writer in
            writer.member("ProjectionType", index.projection.projectionType)
            if case .include(let names) = index.projection {
                writer.member("NonKeyAttributes", names) { $0.string($1) }
            }
        }
        throughput("ProvisionedThroughput", index.provisionedThroughput)
        onDemandThroughput(index.onDemandThroughput)
        warmThroughput(index.warmThroughput)
    }

    mutating func tags(_ tags: [Tag]) {
        member("Tags", tags) { writer, tag in
            writer.object { writer in
                writer.member("Key", tag.key)
                writer.member("Value", tag.value)
            }
        }
    }

    mutating func indexUpdate(_ update: GlobalSecondaryIndexUpdate) {
        object { writer in
            switch update {
            case .create(let index):
                writer.name("Create")
                writer.index(index)
            case .update(let name, let throughput, let onDemand, let warm):
                writer.name("Update")
                writer.object { writer in
                    writer.member("IndexName", name)
                    writer.throughput("ProvisionedThroughput", throughput)
                    writer.onDemandThroughput(onDemand)
                    writer.warmThroughput(warm)
                }
            case .delete(let name):
                writer.name("Delete")
                writer.object { $0.member("IndexName", name) }
            }
        }
    }
}
