import DynamoModel

/// A write as a pattern declares it: what is done to which kind of item, under which condition, and how often.
public struct WriteShape: Sendable {
    /// What is done to an item.
    public enum Action: String, Sendable {
        /// It is put whole.
        case put
        /// Counters of it are added to; it is made when it is not there.
        case add
        /// It is removed.
        case delete
        /// It stays as it is; its condition alone counts.
        case check

        /// The operation that IAM must allow.
        package var permission: String {
            switch self {
            case .put: "PutItem"
            case .add: "UpdateItem"
            case .delete: "DeleteItem"
            case .check: "ConditionCheckItem"
            }
        }
    }

    /// What must hold of the item that is there.
    public enum Condition: Sendable, Hashable {
        /// Nothing.
        case none
        /// The item does not exist.
        case absent
        /// There is no item, or an expired one.
        case absentOrExpired
        /// An attribute has the value that was read.
        case attribute(String)
        /// The item exists and has no such attribute.
        case without(String)

        /// It has the version that was read.
        static let version = Condition.attribute("version")

        var expression: String? {
            switch self {
            case .none: nil
            case .absent: "attribute_not_exists(PK)"
            case .absentOrExpired: "attribute_not_exists(PK) OR #attribute <= :expected"
            case .attribute: "#attribute = :expected"
            case .without: "attribute_exists(PK) AND attribute_not_exists(#attribute)"
            }
        }
    }

    /// What is done.
    public let action: Action
    /// To what.
    public let kind: ItemKind
    /// Under which condition.
    public let condition: Condition
    /// How many of these a transaction has.
    public let count: ClosedRange<Int>

    static func put<Entity: ItemConvertible>(
        _: Entity.Type, _ condition: Condition = .none, _ count: ClosedRange<Int> = 1...1
    ) -> WriteShape { WriteShape(action: .put, kind: Entity.kind, condition: condition, count: count) }

    static func add<Entity: ItemConvertible>(
        to _: Entity.Type, _ count: ClosedRange<Int> = 1...1
    ) -> WriteShape { WriteShape(action: .add, kind: Entity.kind, condition: .none, count: count) }

    static func delete<Entity: ItemConvertible>(
        _: Entity.Type, _ condition: Condition = .none, _ count: ClosedRange<Int> = 1...1
    ) -> WriteShape { WriteShape(action: .delete, kind: Entity.kind, condition: condition, count: count) }

    static func check<Entity: ItemConvertible>(
        _: Entity.Type, _ condition: Condition, _ count: ClosedRange<Int> = 1...1
    ) -> WriteShape { WriteShape(action: .check, kind: Entity.kind, condition: condition, count: count) }

    /// Whether a write of a transaction is one of these.
    func declares(_ write: TransactWrite) -> Bool {
        guard write.conditionExpression?.text == condition.expression else { return false }
        switch condition {
        case .attribute(let name), .without(let name):
            if write.parameters.names?["#attribute"] != name { return false }
        case .absentOrExpired:
            if write.parameters.names?["#attribute"] != TableAttribute.timeToLive { return false }
        case .none, .absent: break
        }
        switch (action, write.action) {
        case (.put, .put(let item)): return ItemKind(of: item) == kind && kind.hasKey(of: item)
        case (.add, .update(let key, let update)): return kind.hasKey(of: key) && Self.isAddition(update.text ?? "")
        case (.delete, .delete(let key)), (.check, .conditionCheck(let key)): return kind.hasKey(of: key)
        default: return false
        }
    }
}

extension WriteShape {
    /// Whether an update is one that ``WriteCollector/add(_:to:setting:)`` makes: it sets attributes to values, adds to
    /// counters, and does nothing else.
    private static func isAddition(_ update: String) -> Bool {
        let words = update.split(separator: " ")
        return words.contains("ADD")
            && words.allSatisfy { word in
                ["SET", "ADD", "="].contains(word) || ["#s", ":s", "#a", ":a"].contains { word.hasPrefix($0) }
            }
    }
}

extension ItemKind {
    /// Whether the primary key in these attributes is one of this kind.
    func hasKey(of item: Item) -> Bool {
        guard let key = ItemKey(item) else { return false }
        return self.key.partition.matches(key.partition) && self.key.sort.matches(key.sort)
    }
}
