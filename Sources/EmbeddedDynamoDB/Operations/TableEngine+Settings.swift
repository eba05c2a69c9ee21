import DynamoModel
import DynamoWire
import TableStore

// Settings besides a table's definition: expiry and tags.

extension TableEngine {
    /// Sets the expiry attribute; see ``DynamoDB/updateTimeToLive(tableName:_:)``. The state changes at once;
    /// the items that are there are looked through in the background.
    func setTimeToLive(
        tableName: String, _ timeToLive: TimeToLive
    ) async throws(DynamoDBError) -> TimeToLive {
        let attribute = timeToLive.attributeName ?? ""
        let table = try answering { () throws(EngineFault) -> TableInfo in
            try EngineFault.refuse(
                ServiceModel.timeToLiveAttributeName.violated(by: attribute),
                at: "timeToLiveSpecification.attributeName", value: attribute)
            return try self.namedTable(tableName)
        }
        try await write { (writer) throws(EngineFault) -> Void in
            let table = try writer.current(table)
            try table.checkIsNotBeingRestored()
            var definition = table.definition
            let now = definition.timeToLive
            if now.isEnabled, let set = now.attributeName, !set.hasSameBytes(as: attribute) {
                throw .validation(
                    "TimeToLive is active on a different AttributeName: current AttributeName is \(set)")
            }
            if timeToLive.isEnabled == now.isEnabled {
                throw .validation("TimeToLive is already \(now.isEnabled ? "enabled" : "disabled")")
            }
            definition.timeToLive = timeToLive
            try writer.changeExpiry(of: &definition)
            try writer.save(definition)
        }
        return timeToLive
    }

    /// Returns the expiry attribute; see ``DynamoDB/describeTimeToLive(tableName:)``.
    func timeToLive(of tableName: String) throws(DynamoDBError) -> TimeToLive {
        let found = try answering { () throws(EngineFault) in try namedTable(tableName).definition.timeToLive }
        return found.isEnabled ? found : TimeToLive(attributeName: nil, isEnabled: false)
    }

    // MARK: Tags

    /// Sets labels; see ``DynamoDB/tagResource(arn:tags:)``.
    func setTags(arn: String, tags: [Tag]) async throws(DynamoDBError) {
        let table = try answering { () throws(EngineFault) -> TableInfo in
            let table = try taggedTable(arn)
            guard !tags.isEmpty else { throw .validation("Atleast one Tag needs to be provided as Input.") }
            try TagRules.check(tags)
            return table
        }
        try await change(table) { (definition) throws(EngineFault) in
            for tag in tags { definition.tags[ByteKey(tag.key)] = tag.value }
            try TagRules.checkCount(definition.tags.count)
        }
    }

    /// Removes labels; see ``DynamoDB/untagResource(arn:tagKeys:)``.
    func removeTags(arn: String, tagKeys: [String]) async throws(DynamoDBError) {
        let table = try answering { () throws(EngineFault) -> TableInfo in
            let table = try taggedTable(arn)
            guard !tagKeys.isEmpty else { throw .validation("Atleast one Tag Key needs to be provided as Input.") }
            return table
        }
        try await change(table) { (definition) throws(EngineFault) in
            for key in tagKeys { definition.tags[ByteKey(key)] = nil }
        }
    }

    /// Lists labels; see ``DynamoDB/listTagsOfResource(arn:)``.
    func tags(arn: String) throws(DynamoDBError) -> [Tag] {
        let tags = try answering { () throws(EngineFault) in try taggedTable(arn).definition.tags }
        return tags.map { Tag(key: $0.key.text, value: $0.value) }.sorted { $0.key.compareBytes(with: $1.key) < 0 }
    }

    /// The table that a request about tags names by its Amazon Resource Name.
    private func taggedTable(_ arn: String) throws(EngineFault) -> TableInfo {
        guard ResourceName.isMeant(by: arn) else { throw .invalid("ARNs must start with 'arn:': \(arn)") }
        guard let resource = ResourceName(arn), resource.isOfDynamoDB else {
            throw .invalid("Provided Arn is not a DynamoDB resource arn: \(arn)")
        }
        guard let name = resource.table else {
            throw .invalid(
                "Invalid resource arn provided, only table or stream is accepted. Provided resource arn: \(arn)")
        }
        guard let table = store.table(name) else {
            throw .request(
                DynamoDBError(.resourceNotFound, "Requested resource not found: ResourcArn: \(arn) not found"))
        }
        return table
    }

    /// Changes a table's definition in one step.
    private func change(
        _ table: TableInfo, _ body: @escaping @Sendable (inout TableDefinition) throws(EngineFault) -> Void
    ) async throws(DynamoDBError) {
        try await write { (writer) throws(EngineFault) -> Void in
            var definition = try writer.current(table).definition
            try body(&definition)
            try writer.save(definition)
        }
    }
}
