import DynamoModel

// The operations of the protocol on tables: each is carried out, and reported to the observer.

extension TableEngine {
    /// Makes a table; see ``DynamoDB/createTable(_:)``. It is ready when the call returns; the answer says `CREATING`,
    /// as DynamoDB's.
    public func createTable(_ request: CreateTableRequest) async throws(DynamoDBError) -> TableDescription {
        try await observed("CreateTable", request.tableName) { () async throws(DynamoDBError) in
            try await carryOut(request)
        }
    }

    /// Describes a table; see ``DynamoDB/describeTable(tableName:)``.
    public func describeTable(tableName: String) async throws(DynamoDBError) -> TableDescription {
        try await observed("DescribeTable", tableName) { () async throws(DynamoDBError) in
            try description(of: tableName)
        }
    }

    /// Changes a table; see ``DynamoDB/updateTable(_:)``. Everything but the filling of a new index is done when the
    /// call returns.
    public func updateTable(_ request: UpdateTableRequest) async throws(DynamoDBError) -> TableDescription {
        try await observed("UpdateTable", request.tableName) { () async throws(DynamoDBError) in
            try await carryOut(request)
        }
    }

    /// Removes a table; see ``DynamoDB/deleteTable(tableName:)``. It is gone when the call returns; its pages are freed
    /// in steps.
    public func deleteTable(tableName: String) async throws(DynamoDBError) -> TableDescription {
        try await observed("DeleteTable", tableName) { () async throws(DynamoDBError) in
            try await removeTable(named: tableName)
        }
    }

    /// Lists table names; see ``DynamoDB/listTables(exclusiveStartTableName:limit:)``.
    public func listTables(
        exclusiveStartTableName: String?, limit: Int?
    ) async throws(DynamoDBError) -> ListTablesResponse {
        try await observed("ListTables", nil) { () async throws(DynamoDBError) in
            try tableNames(after: exclusiveStartTableName, limit: limit)
        }
    }

    /// Sets the expiry attribute; see ``DynamoDB/updateTimeToLive(tableName:_:)``. The state changes at once.
    public func updateTimeToLive(
        tableName: String, _ timeToLive: TimeToLive
    ) async throws(DynamoDBError) -> TimeToLive {
        try await observed("UpdateTimeToLive", tableName) { () async throws(DynamoDBError) in
            try await setTimeToLive(tableName: tableName, timeToLive)
        }
    }

    /// Returns the expiry attribute; see ``DynamoDB/describeTimeToLive(tableName:)``.
    public func describeTimeToLive(tableName: String) async throws(DynamoDBError) -> TimeToLive {
        try await observed("DescribeTimeToLive", tableName) { () async throws(DynamoDBError) in
            try timeToLive(of: tableName)
        }
    }

    /// Sets labels; see ``DynamoDB/tagResource(arn:tags:)``.
    public func tagResource(arn: String, tags: [Tag]) async throws(DynamoDBError) {
        try await observed("TagResource", ResourceName(arn)?.table) { () async throws(DynamoDBError) in
            try await setTags(arn: arn, tags: tags)
        }
    }

    /// Removes labels; see ``DynamoDB/untagResource(arn:tagKeys:)``.
    public func untagResource(arn: String, tagKeys: [String]) async throws(DynamoDBError) {
        try await observed("UntagResource", ResourceName(arn)?.table) { () async throws(DynamoDBError) in
            try await removeTags(arn: arn, tagKeys: tagKeys)
        }
    }

    /// Lists labels; see ``DynamoDB/listTagsOfResource(arn:)``.
    public func listTagsOfResource(arn: String) async throws(DynamoDBError) -> [Tag] {
        try await observed("ListTagsOfResource", ResourceName(arn)?.table) { () async throws(DynamoDBError) in
            try tags(arn: arn)
        }
    }
}
