import DynamoExpressions
import DynamoModel
import DynamoWire

/// A put, update or delete with a condition: whether it can be done twice, and how a write that was done is
/// distinguished from one that was not.
///
/// **When a try left the outcome open**, the write is sent again if its own effect makes its condition false
/// (``cannotBeDoneTwice``): `version = :old` of a write that sets the version, `attribute_not_exists` of the item that
/// it makes. Then the item shows:
/// - The retry succeeds: the first try had not been done, and cannot be done any more, since the condition is false
///   now.
/// - The condition does not hold, and the item is what our write makes of it: it is taken for ours
///   (``isProven(by:keys:)``).
/// - The condition does not hold, and the item is something else. Somebody else may have come first, or may have
///   changed what we had written: both look the same, so the outcome stays unknown. It is never reported as a condition
///   that did not hold.
///
/// **What proves a write to be ours.** All that it writes must stand in the item, and among that a value of an
/// attribute that the condition does not read. Where two writers count `n` from 4 to 5 under the condition `n = 4`,
/// both would write the same: 5 says that somebody has counted, not who, and taking it for ours would lose one of the
/// two. An attribute that the condition does not name (an author, a random mark, a text) is what the writers differ in.
/// If two write the very same there too, both learn that they succeeded; what they both asked for is then what
/// stands there. Who cannot live with that uses a transaction, whose token proves it. A put is compared as a whole; an
/// update in each path that it sets or removes. What an update computes (`n + :1`, `list_append`, `if_not_exists`,
/// `ADD`, `DELETE`) is only known when its operands are, from equalities in the condition; otherwise nothing is proven.
///
/// A delete is taken for done when the item is gone: who else may have removed it cannot be seen. Who takes a deletion
/// for a claim uses a transaction.
///
/// **An item that comes back.** That the condition is false after the write is true until somebody else makes it true
/// again: by removing the item that was to be made, or by setting a version back. A retry after that would do the write
/// a second time. It needs a whole cycle within the time of a call; versions that only grow exclude it.
///
/// **Return values.** What stood there before cannot be known afterwards, and what stands there now may have changed
/// since: a write that asks for either is sent again, but not reported as done when it was recognised; its outcome is
/// unknown.
struct ConditionalWrite: Sendable {
    /// The request, for the next try: asks for the item when the condition does not hold.
    let askingForTheItem: DynamoRequest
    /// Whether the write's own effect makes its condition false.
    let cannotBeDoneTwice: Bool
    /// The table.
    let tableName: String
    /// The item's key, if the request identifies it.
    let key: Item?

    private let effect: Effect
    private let condition: Condition
    private let returnsNothing: Bool

    private enum Effect: Sendable {
        case item(Item)
        case changes(UpdateEffect)
        case gone
    }

    /// A write; nil for requests without a condition, and for those whose expressions the service will refuse.
    init?(_ request: DynamoRequest) {
        switch request {
        case .putItem(var put):
            guard let condition = Self.condition(put.conditionExpression, put.parameters) else { return nil }
            put.returnValuesOnConditionCheckFailure = .allOld
            self.init(
                .putItem(put), put.tableName, key: nil, .item(put.item), condition, put.returnValues,
                isFalseAfterwards: !condition.holds(for: put.item))
        case .updateItem(var update):
            guard let condition = Self.condition(update.conditionExpression, update.parameters),
                let effect = UpdateEffect(update, under: condition)
            else { return nil }
            update.returnValuesOnConditionCheckFailure = .allOld
            self.init(
                .updateItem(update), update.tableName, key: update.key, .changes(effect), condition,
                update.returnValues, isFalseAfterwards: effect.after.truth(of: condition) == false)
        case .deleteItem(var delete):
            guard let condition = Self.condition(delete.conditionExpression, delete.parameters) else { return nil }
            delete.returnValuesOnConditionCheckFailure = .allOld
            self.init(
                .deleteItem(delete), delete.tableName, key: delete.key, .gone, condition, delete.returnValues,
                isFalseAfterwards: !condition.holds(for: Item()))
        default: return nil
        }
    }

    private init(
        _ request: DynamoRequest, _ tableName: String, key: Item?, _ effect: Effect, _ condition: Condition,
        _ returnValues: ReturnValues, isFalseAfterwards: Bool
    ) {
        askingForTheItem = request
        self.tableName = tableName
        self.key = key
        self.effect = effect
        self.condition = condition
        returnsNothing = returnValues == .none
        cannotBeDoneTwice = isFalseAfterwards
    }

    private static func condition(_ expression: Expression?, _ parameters: ExpressionParameters) -> Condition? {
        guard let expression else { return nil }
        var expressions = RequestExpressions(parameters)
        return try? expressions.condition(expression)
    }

    /// The key of the item, by the names of the table's key attributes.
    func key(_ names: [String]) -> Item {
        if let key { return key }
        guard case .item(let item) = effect else { return Item() }
        return item.projected(to: names)
    }

    /// Whether the item as it stands now (nil: no item) shows that the write was done and was ours.
    ///
    /// - Parameter keys: the names of the table's key attributes, which are the same for all who write the item.
    func isProven(by item: Item?, keys: [String]) -> Bool {
        guard returnsNothing else { return false }
        switch (effect, item) {
        case (.gone, nil): return true
        case (.item(let written), let item?):
            let common = condition.topLevelAttributes.union(keys.map { ByteKey($0) })
            return item == written && written.contains { !common.contains(ByteKey($0.name)) }
        case (.changes(let changes), let item?):
            return changes.stand(in: item, besides: condition.topLevelAttributes)
        default: return false
        }
    }

    /// The answer to a write that was recognised.
    var response: DynamoResponse {
        switch askingForTheItem {
        case .updateItem: .updateItem(WriteItemResponse())
        case .deleteItem: .deleteItem(WriteItemResponse())
        default: .putItem(WriteItemResponse())
        }
    }
}
