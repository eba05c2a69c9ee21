import DynamoModel
import JSONText

/// What the parameters of a request's expressions must meet before the expressions are read.
struct ExpressionMembers {
    /// The expressions that the operation takes, in the order of the service's messages.
    let expressions: [String]
    /// The legacy parameters that exclude them.
    let legacy: [String]
    /// Whether values without an expression are reported without what is missing.
    var isBrief = false
    /// How many levels deeper than an item's attributes the values can be.
    var extraLevels = 0

    /// The placeholders of a request.
    ///
    /// - Throws: `validation` when expressions and legacy parameters meet, or placeholders have no expression to stand
    ///   in.
    func parameters(_ object: WireObject) throws(DynamoDBError) -> ExpressionParameters {
        let used = expressions.filter { object[$0] != nil }
        try checkExclusion(object, used)
        return ExpressionParameters(names: try names(object, used), values: try values(object, used))
    }

    private func checkExclusion(_ object: WireObject, _ used: [String]) throws(DynamoDBError) {
        guard !used.isEmpty, !legacy.isEmpty else { return }
        // Legacy key conditions go with a filter expression.
        let keyAlone = object["KeyConditions"] != nil && object["KeyConditionExpression"] == nil
        let excluded = legacy.filter { object[$0] != nil && !(keyAlone && $0 == "KeyConditions") }
        guard !excluded.isEmpty else { return }
        throw Self.mixed(excluded, used)
    }

    /// The words for a request with both legacy parameters and expressions.
    static func mixed(_ legacy: [String], _ expressions: [String]) -> DynamoDBError {
        .validation(
            "Can not use both expression and non-expression parameters in the same request: "
                + "Non-expression parameters: {\(legacy.joined(separator: ", "))} "
                + "Expression parameters: {\(expressions.joined(separator: ", "))}")
    }

    private func names(_ object: WireObject, _ used: [String]) throws(DynamoDBError) -> [String: String]? {
        guard let names = object.stringMap("ExpressionAttributeNames") else { return nil }
        guard !used.isEmpty else {
            throw .validation("ExpressionAttributeNames can only be specified when using expressions")
        }
        guard !names.isEmpty else { throw .validation("ExpressionAttributeNames must not be empty") }
        for name in object.object("ExpressionAttributeNames")?.members.names ?? [] {
            guard Self.isPlaceholder(name, after: UInt8(ascii: "#")) else {
                throw .validation("ExpressionAttributeNames contains invalid key: Syntax error; key: \"\(name)\"")
            }
        }
        return names
    }

    private func values(_ object: WireObject, _ used: [String]) throws(DynamoDBError) -> [String: AttributeValue]? {
        guard let members = object.object("ExpressionAttributeValues")?.members.members else { return nil }
        let takers = expressions.filter { $0 != "ProjectionExpression" }
        guard takers.contains(where: { object[$0] != nil }) else {
            // Which operation names what is missing is on record only for some.
            let missing =
                takers.isEmpty || isBrief
                ? "" : ": \(takers.joined(separator: " and ")) \(takers.count > 1 ? "are" : "is") null"
            throw .validation("ExpressionAttributeValues can only be specified when using expressions\(missing)")
        }
        guard !members.isEmpty else { throw .validation("ExpressionAttributeValues must not be empty") }
        var values: [String: AttributeValue] = [:]
        for (name, _) in members where !Self.isPlaceholder(name, after: UInt8(ascii: ":")) {
            throw .validation("ExpressionAttributeValues contains invalid key: Syntax error; key: \"\(name)\"")
        }
        for (name, value) in members {
            do throws(DynamoDBError) {
                values[name] = try AttributeValue(wire: value, level: 1 - extraLevels, object.wording)
            } catch {
                guard object.wording == .asSent else { throw error }
                throw .validation("ExpressionAttributeValues contains invalid value: \(error.message) for key \(name)")
            }
        }
        return values
    }

    /// `#` or `:`, then letters, digits and underscores.
    private static func isPlaceholder(_ name: String, after sigil: UInt8) -> Bool {
        name.utf8.first == sigil && name.utf8.count > 1
            && name.utf8.dropFirst().allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}

extension WireObject {
    /// The table's name; of a table's Amazon Resource Name the name in it. One of something else stays as it is, for
    /// the table's side to refuse.
    func tableName() throws(DynamoDBError) -> String {
        let text = try required("TableName", string("TableName"))
        guard ResourceName.isMeant(by: text) else { return text }
        return ResourceName(text)?.table ?? text
    }

    /// Attributes that must be there.
    func attributes(_ name: String) throws(DynamoDBError) -> AttributeMap {
        try AttributeMap(wire: try required(name, self[name]), wording)
    }

    /// Attributes that can be missing.
    func optionalAttributes(_ name: String) throws(DynamoDBError) -> AttributeMap? {
        guard let value = self[name] else { return nil }
        return try AttributeMap(wire: value, wording)
    }

    /// An expression as text; nil when it is missing.
    func expression(_ name: String) -> Expression? { string(name).map(Expression.text) }

    /// The condition that `Expected` and `ConditionalOperator` make; nil without `Expected`.
    func expected() throws(DynamoDBError) -> Expression? {
        let expected = try LegacyCondition.expected(object("Expected"))
        let conjunction = try LegacyRules.conjunction(self, over: expected)
        return LegacyLowering.condition(expected, conjunction, of: "Expected")
    }

    var returnConsumedCapacity: ReturnConsumedCapacity { choice("ReturnConsumedCapacity") ?? .none }
    var returnItemCollectionMetrics: ReturnItemCollectionMetrics { choice("ReturnItemCollectionMetrics") ?? .none }
    var returnValuesOnFailure: ReturnValuesOnConditionCheckFailure {
        choice("ReturnValuesOnConditionCheckFailure") ?? .none
    }
}

// MARK: - Writing

extension JSONWriter {
    /// A member that is left out when it is nil.
    mutating func member(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        self.name(name)
        string(value)
    }

    mutating func member(_ name: StaticString, _ value: Int?) {
        guard let value else { return }
        self.name(name)
        integer(value)
    }

    mutating func member(_ name: StaticString, _ value: Double?) {
        guard let value else { return }
        self.name(name)
        double(value)
    }

    mutating func member(_ name: StaticString, _ value: Bool?) {
        guard let value else { return }
        self.name(name)
        bool(value)
    }

    mutating func member(_ name: StaticString, _ value: AttributeMap?) {
        guard let value else { return }
        self.name(name)
        attributes(value)
    }

    /// A member with a choice that is left out when it is the default, `NONE`.
    mutating func choice<Value: RawRepresentable>(_ name: StaticString, _ value: Value) where Value.RawValue == String {
        if value.rawValue != "NONE" { member(name, value.rawValue) }
    }

    /// A list that is left out when it is nil.
    mutating func member<Element>(
        _ name: StaticString, _ elements: [Element]?, _ write: (inout JSONWriter, Element) -> Void
    ) {
        guard let elements else { return }
        self.name(name)
        array(elements, write)
    }

    mutating func parameters(_ parameters: ExpressionParameters) {
        names(parameters.names)
        if let values = parameters.values {
            name("ExpressionAttributeValues")
            map(values) { $0.attribute($1) }
        }
    }

    mutating func names(_ names: [String: String]?) {
        guard let names else { return }
        name("ExpressionAttributeNames")
        map(names) { $0.string($1) }
    }

    /// Writes an object, its members by `write`.
    mutating func object(_ write: (inout JSONWriter) -> Void) {
        beginObject()
        write(&self)
        endObject()
    }
}
