import DynamoModel

/// What collects the writes of a transaction.
protocol WriteCollector {
    /// In whose name it writes, and when.
    var context: WriteContext { get }
    /// Whether an earlier attempt failed, so that everything is read again.
    var isRetry: Bool { get }
    /// Where it writes.
    var tableName: String { get }
    /// Adds a write, and what its failed condition would mean.
    mutating func append(_ write: TransactWrite, _ refusal: Refusal)
}

extension WriteCollector {
    /// The time of all that is written.
    var now: Timestamp { context.now }

    /// An entity that the caller has read: as it is known at first, and read again for each retry.
    func current<Entity>(
        _ known: Entity, or read: () async throws(RepositoryError) -> Entity
    ) async throws(RepositoryError) -> Entity {
        isRetry ? try await read() : known
    }

    /// Puts an entity's whole item.
    mutating func put(_ entity: some ItemConvertible, if condition: WriteCondition?, else refusal: Refusal = .again) {
        append(.put(item: entity.item), condition, refusal)
    }

    /// Puts an item as it stands, for one that cannot be read as its entity.
    mutating func put(_ item: Item, if condition: WriteCondition, else refusal: Refusal = .again) {
        append(.put(item: item), condition, refusal)
    }

    /// Removes an item.
    mutating func delete(_ key: ItemKey, if condition: WriteCondition?, else refusal: Refusal = .again) {
        append(.delete(key: key.item), condition, refusal)
    }

    /// Makes all of the transaction depend on an item that it leaves as it is.
    mutating func check(_ key: ItemKey, if condition: WriteCondition, else refusal: Refusal = .again) {
        append(.conditionCheck(key: key.item), condition, refusal)
    }

    /// Adds to counters of an item, which is made with these attributes when it is not there.
    mutating func add(_ counters: [String: Int], to key: ItemKey, setting attributes: [String: AttributeValue]) {
        let count = attributes.count + counters.count
        var names = [String: String](minimumCapacity: count)
        var values = [String: AttributeValue](minimumCapacity: count)
        var update = ""
        for (index, (name, value)) in attributes.sorted(by: { $0.key < $1.key }).enumerated() {
            let (number, separator) = (String(index), index == 0 ? "SET " : ", ")
            (names["#s" + number], values[":s" + number]) = (name, value)
            update += separator + "#s" + number + " = :s" + number
        }
        for (index, (name, value)) in counters.sorted(by: { $0.key < $1.key }).enumerated() {
            let (number, separator) = (String(index), index == 0 ? " ADD " : ", ")
            (names["#a" + number], values[":a" + number]) = (name, .int(value))
            update += separator + "#a" + number + " :a" + number
        }
        append(
            TransactWrite(
                tableName: tableName, .update(key: key.item, updateExpression: .text(update)),
                parameters: ExpressionParameters(names: names, values: values)), .again)
    }

    private mutating func append(
        _ action: TransactWrite.Action, _ condition: WriteCondition?, _ refusal: Refusal
    ) {
        append(
            TransactWrite(
                tableName: tableName, action, conditionExpression: condition?.shape.expression,
                parameters: condition?.parameters ?? ExpressionParameters(),
                returnValuesOnConditionCheckFailure: condition == nil ? .none : .allOld), refusal)
    }
}
