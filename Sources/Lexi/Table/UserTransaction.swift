import DynamoModel

/// Writes of one user's data that are done together or not at all.
///
/// Each moves the user's change feed on. The transaction is conditional on the feed sequence that was read, so that the
/// order of sequence numbers is the order of the commits, without a gap, and the statistics can be computed from what
/// was read.
struct UserTransaction: Sendable {
    /// When the transaction is made.
    let now: Timestamp
    /// The item that stood in the way of the attempt before, if one did.
    let refused: Item?
    /// The user's statistics: as they were read, and as they will be written.
    var statistics: UserStatistics

    private let tableName: String
    private let sequenceRead: Int
    private(set) var writes: [TransactWrite] = []
    private(set) var refusals: [Refusal] = []
    /// Whether an entity was read that is newer than the statistics: another process wrote between the two reads, so
    /// that this transaction could not succeed.
    private(set) var isOutdated = false

    init(tableName: String, statistics: UserStatistics, refused: Item?, now: Timestamp) {
        self.tableName = tableName
        self.statistics = statistics
        self.refused = refused
        self.now = now
        sequenceRead = statistics.feedPosition.sequence
    }

    /// Puts an entity's whole item.
    mutating func put(_ entity: some ItemConvertible, if condition: WriteCondition, else refusal: Refusal = .again) {
        append(.put(item: entity.item), condition, refusal)
    }

    /// Removes an item.
    mutating func delete(_ key: ItemKey, if condition: WriteCondition?, else refusal: Refusal = .again) {
        append(.delete(key: key.item), condition, refusal)
    }

    /// Adds to counters of an item, which is made with these attributes when it is not there.
    mutating func add(_ counters: [String: Int], to key: ItemKey, setting attributes: [String: AttributeValue]) {
        var names: [String: String] = [:]
        var values: [String: AttributeValue] = [:]
        var clauses: (set: [String], add: [String]) = ([], [])
        for (index, (name, value)) in attributes.sorted(by: { $0.key < $1.key }).enumerated() {
            (names["#s\(index)"], values[":s\(index)"]) = (name, value)
            clauses.set.append("#s\(index) = :s\(index)")
        }
        for (index, (name, value)) in counters.sorted(by: { $0.key < $1.key }).enumerated() {
            (names["#a\(index)"], values[":a\(index)"]) = (name, .int(value))
            clauses.add.append("#a\(index) :a\(index)")
        }
        let update = "SET \(clauses.set.joined(separator: ", ")) ADD \(clauses.add.joined(separator: ", "))"
        writes.append(
            TransactWrite(
                tableName: tableName, .update(key: key.item, updateExpression: update),
                parameters: ExpressionParameters(names: names, values: values)))
        refusals.append(.again)
    }

    /// Notes in the change feed that an entity was made, changed or (with `isDeleted`) removed, and removes its row so
    /// far.
    ///
    /// - Returns: the entity's place in the feed, which the entity remembers.
    mutating func recordChange(
        _ kind: FeedRow.Kind, _ id: ULID, replacing old: FeedPosition?, isDeleted: Bool = false
    ) -> FeedPosition {
        let position = statistics.feedPosition.advanced(at: now)
        if let old, old.sequence > sequenceRead { isOutdated = true }
        statistics.feedPosition = position
        let expiry = isDeleted ? now.adding(seconds: LexiLimits.tombstoneLifetime) : nil
        let row = FeedRow(
            userID: statistics.userID, position: position, kind: kind, entityID: id, expiresAt: expiry)
        put(row, if: .absent)
        if let old { delete(Keys.feedRow(statistics.userID, old), if: nil) }
        return position
    }

    private mutating func append(_ action: TransactWrite.Action, _ condition: WriteCondition?, _ refusal: Refusal) {
        writes.append(
            TransactWrite(
                tableName: tableName, action, conditionExpression: condition?.expression,
                parameters: condition?.parameters ?? ExpressionParameters(),
                returnValuesOnConditionCheckFailure: condition == nil ? .none : .allOld))
        refusals.append(refusal)
    }

    /// The writes with that of the statistics, which comes last.
    func finished() -> [TransactWrite] {
        let condition = WriteCondition.equals("feed_sequence", .int(sequenceRead))
        let write = TransactWrite(
            tableName: tableName, .put(item: statistics.item), conditionExpression: condition.expression,
            parameters: condition.parameters, returnValuesOnConditionCheckFailure: .allOld)
        return writes + [write]
    }
}
