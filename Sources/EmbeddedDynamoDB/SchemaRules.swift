import DynamoModel

/// DynamoDB's rules for tables and indexes, with its messages.
enum SchemaRules {
    /// Labels of a table.
    static let tags = 50
    /// The throughput of a table that is paid by request.
    static let noThroughput = ProvisionedThroughput(readCapacityUnits: 0, writeCapacityUnits: 0)
    private static let prefix = "One or more parameter values were invalid: "

    /// Checks a table that is to be made.
    static func check(_ request: CreateTableRequest) throws(EngineFault) {
        try checkName(request.tableName, "tableName")
        try checkDefinitions(request.attributeDefinitions)
        try checkKeys(request.keySchema, request.attributeDefinitions, isGlobalIndex: false)
        try checkCounts(request)
        let indexes = request.localSecondaryIndexes + request.globalSecondaryIndexes
        for (position, index) in indexes.enumerated() {
            if indexes[..<position].contains(where: { $0.indexName.hasSameBytes(as: index.indexName) }) {
                throw .validation(prefix + "Duplicate index name: \(index.indexName)")
            }
        }
        for index in request.localSecondaryIndexes { try checkLocal(index, request) }
        for index in request.globalSecondaryIndexes { try checkGlobal(index, request.attributeDefinitions) }
        let used = request.keySchema + indexes.flatMap(\.keySchema)
        for definition in request.attributeDefinitions
        where !used.contains(where: { $0.attributeName.hasSameBytes(as: definition.attributeName) }) {
            throw .validation(
                prefix + "Number of attributes in KeySchema does not exactly match number of attributes defined in "
                    + "AttributeDefinitions")
        }
        try checkBilling(request)
        if request.tags.count > tags { throw .validation(prefix + "Too many tags: a table has at most \(tags)") }
    }

    private static func checkCounts(_ request: CreateTableRequest) throws(EngineFault) {
        if request.localSecondaryIndexes.count > DynamoLimits.localIndexes {
            throw .validation(
                prefix + "Number of LocalSecondaryIndexes exceeds per-table limit of \(DynamoLimits.localIndexes)")
        }
        if request.globalSecondaryIndexes.count > DynamoLimits.globalIndexes {
            throw .validation(
                prefix + "Number of GlobalSecondaryIndexes exceeds per-table limit of \(DynamoLimits.globalIndexes)")
        }
        try checkProjected(request.localSecondaryIndexes + request.globalSecondaryIndexes)
    }

    /// Checks the attributes that the indexes of a table include, together.
    static func checkProjected(_ indexes: [SecondaryIndex]) throws(EngineFault) {
        let projected = indexes.reduce(0) { count, index in
            if case .include(let names) = index.projection { return count + names.count }
            return count
        }
        if projected > DynamoLimits.projectedAttributes {
            throw .validation(
                prefix + "Number of projected attributes exceeds per-table limit of \(DynamoLimits.projectedAttributes)"
            )
        }
    }

    private static func checkBilling(_ request: CreateTableRequest) throws(EngineFault) {
        switch request.billingMode {
        case .payPerRequest where request.provisionedThroughput != nil:
            throw .validation(
                prefix + "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
                    + "PAY_PER_REQUEST")
        case .payPerRequest:
            for index in request.globalSecondaryIndexes where index.provisionedThroughput != nil {
                throw .validation(
                    prefix + "ProvisionedThroughput should not be specified for index: \(index.indexName) when "
                        + "BillingMode is PAY_PER_REQUEST")
            }
        case .provisioned:
            guard let throughput = request.provisionedThroughput else {
                throw .validation(
                    prefix + "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is "
                        + "PROVISIONED")
            }
            try check(throughput)
            for index in request.globalSecondaryIndexes {
                guard let throughput = index.provisionedThroughput else {
                    throw .validation(
                        prefix + "ProvisionedThroughput is not specified for index: \(index.indexName)")
                }
                try check(throughput)
            }
        }
    }

    /// Checks a throughput.
    static func check(_ throughput: ProvisionedThroughput) throws(EngineFault) {
        guard throughput.readCapacityUnits >= 1, throughput.writeCapacityUnits >= 1 else {
            throw .validation(
                "1 validation error detected: Value at 'provisionedThroughput' failed to satisfy constraint: Member "
                    + "must have value greater than or equal to 1")
        }
    }

    /// Checks the name of a table or index.
    static func checkName(_ name: String, _ what: String) throws(EngineFault) {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        guard isPlain else {
            throw .validation(
                "1 validation error detected: Value '\(name)' at '\(what)' failed to satisfy constraint: Member must "
                    + "satisfy regular expression pattern: [a-zA-Z0-9_.-]+")
        }
        guard DynamoLimits.nameLength.contains(name.utf8.count) else {
            let bound = name.utf8.count < DynamoLimits.nameLength.lowerBound
            throw .validation(
                "1 validation error detected: Value '\(name)' at '\(what)' failed to satisfy constraint: Member must "
                    + "have length \(bound ? "greater than or equal to 3" : "less than or equal to 255")")
        }
    }

    private static func checkDefinitions(_ definitions: [AttributeDefinition]) throws(EngineFault) {
        for (position, definition) in definitions.enumerated() {
            guard (1...DynamoLimits.keyAttributeNameSize).contains(definition.attributeName.utf8.count) else {
                throw .validation(
                    "1 validation error detected: Value at 'attributeDefinitions' failed to satisfy constraint: a "
                        + "member's name must have length between 1 and \(DynamoLimits.keyAttributeNameSize)")
            }
            let before = definitions[..<position]
            if before.contains(where: { $0.attributeName.hasSameBytes(as: definition.attributeName) }) {
                throw .validation(prefix + "Duplicate attribute definition: \(definition.attributeName)")
            }
        }
    }

    // MARK: Keys

    private static func checkKeys(
        _ schema: [KeySchemaElement], _ definitions: [AttributeDefinition], isGlobalIndex: Bool
    ) throws(EngineFault) {
        let most = isGlobalIndex ? DynamoLimits.keyPartAttributes : 1
        let hashes = schema.prefix { $0.keyType == .hash }.count
        let ranges = schema.count - hashes
        guard hashes >= 1 else {
            throw .validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
        }
        guard hashes <= most, ranges <= most, schema[hashes...].allSatisfy({ $0.keyType == .range }) else {
            throw .validation(
                isGlobalIndex
                    ? "Invalid KeySchema: up to \(most) HASH key elements are followed by up to \(most) RANGE key elements"
                    : "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")
        }
        for (position, element) in schema.enumerated() {
            if schema[..<position].contains(where: { $0.attributeName.hasSameBytes(as: element.attributeName) }) {
                throw .validation(
                    "Invalid KeySchema: Some index key attribute have no definition or come twice: "
                        + element.attributeName)
            }
            guard definitions.contains(where: { $0.attributeName.hasSameBytes(as: element.attributeName) }) else {
                let names = schema.map(\.attributeName).joined(separator: ", ")
                let defined = definitions.map(\.attributeName).joined(separator: ", ")
                throw .validation(
                    prefix + "Some index key attributes are not defined in AttributeDefinitions. Keys: [\(names)], "
                        + "AttributeDefinitions: [\(defined)]")
            }
        }
    }

    private static func checkLocal(_ index: SecondaryIndex, _ request: CreateTableRequest) throws(EngineFault) {
        try checkName(index.indexName, "indexName")
        try checkProjection(index)
        try checkKeys(index.keySchema, request.attributeDefinitions, isGlobalIndex: false)
        guard request.keySchema.count == 2 else {
            throw .validation(
                prefix + "Table KeySchema does not have a range key, which is required when specifying a "
                    + "LocalSecondaryIndex")
        }
        guard index.keySchema.count == 2 else {
            throw .validation(
                prefix + "Index KeySchema does not have a range key for index: \(index.indexName)")
        }
        guard index.keySchema[0].attributeName.hasSameBytes(as: request.keySchema[0].attributeName) else {
            throw .validation(
                prefix + "Index KeySchema does not have the same leading hash key as table KeySchema for index: "
                    + "\(index.indexName). index hash key: \(index.keySchema[0].attributeName), table hash key: "
                    + "\(request.keySchema[0].attributeName)")
        }
    }

    /// Checks a global index.
    static func checkGlobal(
        _ index: SecondaryIndex, _ definitions: [AttributeDefinition]
    ) throws(EngineFault) {
        try checkName(index.indexName, "indexName")
        try checkProjection(index)
        try checkKeys(index.keySchema, definitions, isGlobalIndex: true)
    }

    private static func checkProjection(_ index: SecondaryIndex) throws(EngineFault) {
        guard case .include(let names) = index.projection else { return }
        guard (1...20).contains(names.count) else {
            throw .validation(
                "1 validation error detected: Value at 'projection.nonKeyAttributes' failed to satisfy constraint: "
                    + "Member must have length between 1 and 20")
        }
    }
}
