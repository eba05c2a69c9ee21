import DynamoModel
import DynamoWire
import TableStore

/// DynamoDB's rules for tables and indexes, with its messages and in its order.
///
/// A request to make a table is checked in this order: name, billing mode and throughput of the table, its key, local
/// indexes, definitions that no key uses, global indexes, the other settings.
enum SchemaRules {
    /// Checks a table that is to be made.
    static func check(_ request: CreateTableRequest) throws(EngineFault) {
        try checkName(request.tableName, "tableName")
        try checkBilling(request)
        let definitions = request.attributeDefinitions
        try checkDefinitions(definitions)
        if request.keySchema.count > definitions.count {
            throw .validation("Invalid KeySchema: Some index key attribute have no definition")
        }
        try checkPrimary(request.keySchema, definitions, Set(definitions.map { ByteKey($0.attributeName) }))
        try checkLocals(request)
        try requireUse(ofDefinitionsIn: request)
        try checkGlobals(request)
        try ThroughputRules.check(request.onDemandThroughput, request.billingMode)
        _ = try ThroughputRules.requestedWarm(
            request.warmThroughput, request.billingMode, request.provisionedThroughput)
        try EncryptionRules.check(request.sseSpecification)
        try TagRules.check(request.tags)
    }

    private static func checkBilling(_ request: CreateTableRequest) throws(EngineFault) {
        switch (request.billingMode, request.provisionedThroughput) {
        case (.payPerRequest, .some):
            throw .invalid(
                "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST")
        case (.payPerRequest, nil): break
        case (.provisioned, nil):
            throw .invalid(
                "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED")
        case (.provisioned, let throughput?): try ThroughputRules.check(throughput)
        }
    }

    /// Checks the names of definitions, in a time that grows with their bytes.
    static func checkDefinitions(_ definitions: some Collection<AttributeDefinition>) throws(EngineFault) {
        let repeated = definitions.lazy.map(\.attributeName).firstRepetition()?.position
        for (position, definition) in definitions.enumerated() {
            let name = definition.attributeName
            try EngineFault.refuse(
                ServiceModel.keySchemaAttributeName.violated(length: name.utf8.count),
                at: "attributeDefinitions.\(position + 1).member.attributeName", value: name)
            if position == repeated {
                throw .validation("Attribute Name is duplicated: \(definition.attributeName)")
            }
        }
    }

    /// Every definition is of a key of the table or of an index.
    private static func requireUse(ofDefinitionsIn request: CreateTableRequest) throws(EngineFault) {
        let indexes = request.localSecondaryIndexes + request.globalSecondaryIndexes
        let used = request.keySchema + indexes.flatMap(\.keySchema)
        let usedNames = Set(used.map { ByteKey($0.attributeName) })
        guard !request.attributeDefinitions.allSatisfy({ usedNames.contains(ByteKey($0.attributeName)) }) else {
            return
        }
        if indexes.isEmpty {
            throw .invalid(
                "Number of attributes in KeySchema does not exactly match number of attributes defined in "
                    + "AttributeDefinitions")
        }
        let names = used.map(\.attributeName).withoutRepetitions()
        throw .invalid(
            "Some AttributeDefinitions are not used. AttributeDefinitions: [\(list(request.attributeDefinitions))], "
                + "keys used: [\(names.joined(separator: ", "))]")
    }

    // MARK: Indexes

    private static func checkLocals(_ request: CreateTableRequest) throws(EngineFault) {
        let indexes = request.localSecondaryIndexes
        guard !indexes.isEmpty else { return }
        guard request.keySchema.count == 2 else {
            throw .invalid(
                "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex")
        }
        let defined = Set(request.attributeDefinitions.map { ByteKey($0.attributeName) })
        let repeated = indexes.map(\.indexName).firstRepetition()?.position
        for (position, index) in indexes.enumerated() {
            try checkName(index.indexName, "localSecondaryIndexes.\(position + 1).member.indexName")
            try checkLocal(index, request, defined)
            if position == repeated { throw repetition(of: index) }
        }
        if indexes.count > DynamoLimits.localIndexes {
            throw .invalid(
                "Number of LocalSecondaryIndexes exceeds per-table limit of \(DynamoLimits.localIndexes)")
        }
        try checkProjected(indexes)
    }

    private static func checkLocal(
        _ index: SecondaryIndex, _ request: CreateTableRequest, _ defined: Set<ByteKey>
    ) throws(EngineFault) {
        try checkPrimary(index.keySchema, request.attributeDefinitions, defined)
        guard index.keySchema.count == 2 else {
            throw .invalid("Index KeySchema does not have a range key for index: \(index.indexName)")
        }
        let (own, table) = (index.keySchema[0].attributeName, request.keySchema[0].attributeName)
        guard own.hasSameBytes(as: table) else {
            throw .invalid(
                "Index KeySchema does not have the same leading hash key as table KeySchema for index: "
                    + "\(index.indexName). index hash key: \(own), table hash key: \(table)")
        }
        try checkProjection(index)
    }

    private static func checkGlobals(_ request: CreateTableRequest) throws(EngineFault) {
        let indexes = request.globalSecondaryIndexes
        let defined = Set(request.attributeDefinitions.map { ByteKey($0.attributeName) })
        let locals = request.localSecondaryIndexes
        let repeated = (locals + indexes).map(\.indexName).firstRepetition()?.position
        for (position, index) in indexes.enumerated() {
            try checkName(index.indexName, "globalSecondaryIndexes.\(position + 1).member.indexName")
            try checkGlobal(index, request.attributeDefinitions, defined)
            try checkThroughput(index, request.billingMode)
            if locals.count + position == repeated { throw repetition(of: index) }
        }
        if indexes.count > DynamoLimits.globalIndexes {
            throw .invalid("GlobalSecondaryIndex count exceeds the per-table limit of \(DynamoLimits.globalIndexes)")
        }
        try checkProjected(locals + indexes)
    }

    private static func checkThroughput(_ index: SecondaryIndex, _ mode: BillingMode) throws(EngineFault) {
        switch (mode, index.provisionedThroughput) {
        case (.payPerRequest, .some):
            throw .invalid(
                "ProvisionedThroughput should not be specified for index: \(index.indexName) when BillingMode is "
                    + "PAY_PER_REQUEST")
        case (.provisioned, nil): throw .invalid("ProvisionedThroughput is not specified for index: \(index.indexName)")
        case (.provisioned, let throughput?): try ThroughputRules.check(throughput, index: index.indexName)
        case (.payPerRequest, nil): break
        }
        try ThroughputRules.check(index.onDemandThroughput, mode, index: index.indexName)
        _ = try ThroughputRules.requestedWarm(
            index.warmThroughput, mode, index.provisionedThroughput, index: index.indexName)
    }

    private static func repetition(of index: SecondaryIndex) -> EngineFault {
        .invalid("Duplicate index name: \(index.indexName)")
    }

    /// Checks the attributes that the indexes of a table include, together.
    static func checkProjected(_ indexes: [SecondaryIndex]) throws(EngineFault) {
        let projected = indexes.reduce(0) { count, index in
            if case .include(let names) = index.projection { return count + names.count }
            return count
        }
        if projected > DynamoLimits.projectedAttributes {
            throw .invalid(
                "Number of projected attributes exceeds per-table limit of \(DynamoLimits.projectedAttributes)")
        }
    }

    /// Checks a global index's key and projection.
    static func checkGlobal(
        _ index: SecondaryIndex, _ definitions: [AttributeDefinition], _ defined: Set<ByteKey>
    ) throws(EngineFault) {
        try checkMultiAttribute(index.keySchema, definitions, defined)
        try checkProjection(index)
    }

    private static func checkProjection(_ index: SecondaryIndex) throws(EngineFault) {
        guard case .include(let names) = index.projection else { return }
        guard !names.isEmpty else {
            throw .invalid("ProjectionType is INCLUDE, but NonKeyAttributes is not specified")
        }
        guard names.count <= DynamoLimits.projectedAttributesOfIndex else {
            throw .violation(
                .lengthAtMost(DynamoLimits.projectedAttributesOfIndex), at: "projection.nonKeyAttributes",
                value: "[\(names.joined(separator: ", "))]")
        }
        if let name = names.firstRepetition()?.text {
            throw .invalid("Duplicate element in NonKeyAttributes: \(name)")
        }
    }
}

// MARK: - Keys

extension SchemaRules {
    /// The key of a table or local index: a HASH attribute and at most one RANGE attribute.
    private static func checkPrimary(
        _ schema: [KeySchemaElement], _ definitions: [AttributeDefinition], _ defined: Set<ByteKey>
    ) throws(EngineFault) {
        try checkLength(schema, most: 2)
        try checkAreDefined(schema, definitions, defined)
        if schema.count == 2, schema[0].attributeName.hasSameBytes(as: schema[1].attributeName) {
            throw .validation("Both the Hash Key and the Range Key element in the KeySchema have the same name")
        }
        try checkBegins(schema)
        guard schema.count < 2 || schema[1].keyType == .range else {
            throw .validation("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")
        }
    }

    /// The key of a global index: up to four HASH attributes, then up to four RANGE attributes.
    private static func checkMultiAttribute(
        _ schema: [KeySchemaElement], _ definitions: [AttributeDefinition], _ defined: Set<ByteKey>
    ) throws(EngineFault) {
        try checkLength(schema, most: Int.max)
        try checkAreDefined(schema, definitions, defined)
        if schema.map(\.attributeName).firstRepetition() != nil {
            throw .validation("The KeySchema contains multiple key attributes with the same name")
        }
        try checkBegins(schema)
        let hashes = schema.count { $0.keyType == .hash }
        guard schema.prefix(hashes).allSatisfy({ $0.keyType == .hash }) else {
            throw .invalid("All HASH key attributes must precede RANGE key attributes in the KeySchema")
        }
        for (type, count) in [(KeyType.hash, hashes), (.range, schema.count - hashes)]
        where count > DynamoLimits.keyPartAttributes {
            throw .invalid(
                "The KeySchema exceeds the maximum allowed number of \(type.rawValue) key attributes")
        }
    }

    private static func checkBegins(_ schema: [KeySchemaElement]) throws(EngineFault) {
        guard schema.first?.keyType == .hash else {
            throw .validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
        }
    }

    private static func checkLength(_ schema: [KeySchemaElement], most: Int) throws(EngineFault) {
        let violated = ServiceModel.keySchema.violated(length: schema.count)
        try EngineFault.refuse(
            violated ?? (schema.count > most ? .lengthAtMost(most) : nil), at: "keySchema",
            value: "[\(schema.isEmpty ? "" : "…")]")
    }

    private static func checkAreDefined(
        _ schema: [KeySchemaElement], _ definitions: [AttributeDefinition], _ defined: Set<ByteKey>
    ) throws(EngineFault) {
        guard !schema.allSatisfy({ defined.contains(ByteKey($0.attributeName)) }) else { return }
        throw .invalid(
            "Some index key attributes are not defined in AttributeDefinitions. Keys: "
                + "[\(schema.map(\.attributeName).joined(separator: ", "))], AttributeDefinitions: [\(list(definitions))]"
        )
    }

    private static func list(_ definitions: [AttributeDefinition]) -> String {
        definitions.map(\.attributeName).joined(separator: ", ")
    }

    /// Checks the name of a table or index.
    static func checkName(_ name: String, _ what: String) throws(EngineFault) {
        try EngineFault.refuse(ServiceModel.tableName.violated(by: name), at: what, value: name)
    }
}
