import DynamoExpressions
import DynamoModel
import TableStore

extension TableEngine {
    /// Reads one item; see ``DynamoDB/getItem(_:)``.
    func carryOut(_ request: GetItemRequest) async throws(DynamoDBError) -> GetItemResponse {
        try await reading { () throws(EngineFault) in
            let projection = try Self.projection(request.projectionExpression, request.parameters)
            let table = try self.table(request.tableName)
            if let projection { try KeyRules.check(nested: projection.nestedAttributes, table) }
            let key = try KeyRules.rowKey(request.key, table.layout)
            let found: (item: Item?, size: Int)?
            var response = GetItemResponse()
            if request.itemForm == .json, projection == nil {
                var wire = WireItems()
                found = try self.item(table, key, else: &wire)
                if wire.count > 0 { response.wireItem = wire }
            } else {
                found = try self.item(table, key)
            }
            response.item = projection.map { projection in found?.item.map(projection.project) } ?? found?.item
            if request.returnConsumedCapacity != .none {
                let kind = CapacityUnits.ReadKind(consistent: request.consistentRead)
                let units = CapacityUnits.read(bytes: found?.size ?? 0, kind)
                response.consumedCapacity = ConsumedCapacity(reading: units, table, nil)
            }
            return response
        }
    }

    /// A request's projection, when it has one; its placeholders must all be used.
    static func projection(
        _ expression: Expression?, _ parameters: ExpressionParameters
    ) throws(EngineFault) -> ProjectionPaths? {
        if expression == nil && parameters.names == nil && parameters.values == nil { return nil }
        return try parsing { () throws(DynamoDBError) in
            var expressions = RequestExpressions(parameters)
            let paths: ProjectionPaths? =
                if let expression { try expressions.projection(expression) } else { nil }
            try expressions.finish()
            return paths
        }
    }

    /// Runs a part of the language's library.
    static func parsing<Result>(_ body: () throws(DynamoDBError) -> Result) throws(EngineFault) -> Result {
        do throws(DynamoDBError) { return try body() } catch { throw .request(error) }
    }

    /// The condition of a write that can return the old item only. Its faults are counted.
    private static func condition(
        _ expression: Expression?, _ parameters: ExpressionParameters, returning values: ReturnValues
    ) throws(EngineFault) -> Condition? {
        try counting { () throws(EngineFault) in
            try checkReturnsOldOnly(values)
            return try condition(expression, parameters)
        }
    }

    /// Puts an item; see ``DynamoDB/putItem(_:)``.
    func carryOut(_ request: PutItemRequest, _ note: WriteNote? = nil) async throws(DynamoDBError) -> WriteItemResponse
    {
        let prepared = try answering { () throws(EngineFault) in
            let condition = try Self.condition(
                request.conditionExpression, request.parameters, returning: request.returnValues)
            return try PreparedWrite.put(
                request.item, try table(request.tableName), condition: condition,
                returning: request.returnValuesOnConditionCheckFailure)
        }
        return try await write(
            prepared, request.returnValues, request.returnConsumedCapacity, request.returnItemCollectionMetrics, note)
    }

    /// Removes an item; see ``DynamoDB/deleteItem(_:)``.
    func carryOut(_ request: DeleteItemRequest, _ note: WriteNote? = nil) async throws(DynamoDBError)
        -> WriteItemResponse
    {
        let prepared = try answering { () throws(EngineFault) in
            let condition = try Self.condition(
                request.conditionExpression, request.parameters, returning: request.returnValues)
            return try PreparedWrite.keyed(
                request.key, try table(request.tableName), .delete, condition: condition,
                returning: request.returnValuesOnConditionCheckFailure)
        }
        return try await write(
            prepared, request.returnValues, request.returnConsumedCapacity, request.returnItemCollectionMetrics, note)
    }

    /// Changes an item; see ``DynamoDB/updateItem(_:)``.
    func carryOut(_ request: UpdateItemRequest, _ note: WriteNote? = nil) async throws(DynamoDBError)
        -> WriteItemResponse
    {
        let prepared = try answering { () throws(EngineFault) in
            let (update, condition) = try Self.counting { () throws(EngineFault) in
                try Self.update(request.updateExpression, condition: request.conditionExpression, request.parameters)
            }
            let table = try table(request.tableName)
            let prepared = try PreparedWrite.update(
                request.key, table, update, condition: condition,
                returning: request.returnValuesOnConditionCheckFailure)
            // Of the updates, only this operation's count for more than the item that comes of them.
            if let charge = update?.requestCharge, charge > DynamoLimits.itemSize {
                throw .request(.updateTooLarge)
            }
            return prepared
        }
        return try await write(
            prepared, request.returnValues, request.returnConsumedCapacity, request.returnItemCollectionMetrics, note)
    }

    // MARK: Parts of writes

    /// Runs what these operations do before they look for the table: its faults are reported like violated constraints.
    private static func counting<Result>(
        _ body: () throws(EngineFault) -> Result
    ) throws(EngineFault) -> Result {
        do throws(EngineFault) {
            return try body()
        } catch {
            guard case .request(let refusal) = error else { throw error }
            throw .request(refusal.counted)
        }
    }

    private static func checkReturnsOldOnly(_ values: ReturnValues) throws(EngineFault) {
        guard values == .none || values == .allOld else {
            throw .validation("ReturnValues can only be ALL_OLD or NONE")
        }
    }

    /// A write's condition, when it has one; the placeholders must all be used.
    static func condition(
        _ expression: Expression?, _ parameters: ExpressionParameters
    ) throws(EngineFault) -> Condition? {
        if expression == nil && parameters.names == nil && parameters.values == nil { return nil }
        return try parsing { () throws(DynamoDBError) in
            var expressions = RequestExpressions(parameters)
            let condition: Condition? = if let expression { try expressions.condition(expression) } else { nil }
            try expressions.finish()
            return condition
        }
    }

    /// An update and its condition.
    static func update(
        _ expression: Expression?, condition: Expression?, _ parameters: ExpressionParameters
    ) throws(EngineFault) -> (Update?, Condition?) {
        try parsing { () throws(DynamoDBError) in
            var expressions = RequestExpressions(parameters)
            let update: Update? = if let expression { try expressions.update(expression) } else { nil }
            let parsed: Condition? = if let condition { try expressions.condition(condition) } else { nil }
            try expressions.finish()
            return (update, parsed)
        }
    }

    /// Carries out a prepared write, and answers with what the request wants of it.
    func write(
        _ prepared: PreparedWrite, _ values: ReturnValues, _ capacity: ReturnConsumedCapacity,
        _ metrics: ReturnItemCollectionMetrics, _ note: WriteNote? = nil
    ) async throws(DynamoDBError) -> WriteItemResponse {
        var planned = prepared
        planned.returnsOld = values == .allOld
        var response = try await write([planned]) {
            (writer, writes, budget) throws(EngineFault) -> WriteItemResponse in
            let change = try writer.plan(writes[0], &budget, note)
            try writer.apply(change)
            var response = WriteItemResponse(attributes: writes[0].attributes(values, change))
            if capacity != .none { response.consumedCapacity = change.capacity() }
            return response
        }
        if metrics == .size { response.itemCollectionMetrics = await collectionMetrics(prepared) }
        return response
    }
}

extension PreparedWrite {
    /// The attributes that `ReturnValues` asks for; nil when it asks for none.
    func attributes(_ values: ReturnValues, _ change: RowChange) -> Item? {
        let attributes: Item?
        switch values {
        case .none: return nil
        case .allOld: attributes = change.old?.item
        case .allNew: attributes = change.new?.item
        case .updatedOld: attributes = change.old.map { updatedPart(of: $0.item) }
        case .updatedNew: attributes = change.new.map { updatedPart(of: $0.item) }
        }
        return attributes.flatMap { $0.isEmpty ? nil : $0 }
    }

    private func updatedPart(of item: Item) -> Item {
        guard case .update(let update?) = action else { return Item() }
        return ProjectionPaths(update.touchedPaths).project(item)
    }
}

extension Writer {
    /// Works out a write, and notes what it is.
    fileprivate func plan(
        _ write: PreparedWrite, _ budget: inout EvaluationBudget, _ note: WriteNote?
    ) throws(EngineFault) -> RowChange {
        guard let note else { return try plan(write, &budget) }
        do throws(EngineFault) {
            let change = try plan(write, &budget)
            note.set([change])
            return change
        } catch {
            note.set(error, of: [write], self)
            throw error
        }
    }
}
