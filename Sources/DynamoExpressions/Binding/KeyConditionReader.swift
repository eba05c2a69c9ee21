import DynamoModel

/// Reads the conditions on key attributes out of a condition's tree, which a key condition shares with all others; what
/// the tree could say beyond that is refused in the service's words.
struct KeyConditionReader {
    private let bindings: Bindings
    private(set) var conditions: [AttributeCondition] = []

    init(_ bindings: Bindings) { self.bindings = bindings }

    mutating func read(_ node: ConditionNode) throws(DynamoDBError) {
        switch node {
        case .all(let nodes): for node in nodes { try read(node) }
        case .any: throw Self.invalidOperator("OR")
        case .not: throw Self.invalidOperator("NOT")
        case .member: throw Self.invalidOperator("IN")
        case .compare(.notEqual, _, _): throw Self.invalidOperator(Comparator.notEqual.rawValue)
        case .compare(let comparator, let left, let right): try compare(comparator, left, right)
        case .between(let operand, let lower, let upper):
            try checkLeads("BETWEEN", operand)
            let (name, values) = try split([operand, lower, upper])
            try add(name, .between(values[0], values[1]))
        case .function(.beginsWith, let operands):
            try checkLeads(ExpressionFunction.beginsWith.rawValue, operands[0])
            let (name, values) = try split(operands)
            try add(name, .beginsWith(values[0]))
        case .function(let function, _): throw Self.invalidOperator(function.rawValue)
        }
    }

    private mutating func compare(_ comparator: Comparator, _ left: Operand, _ right: Operand) throws(DynamoDBError) {
        let (name, values) = try split([left, right])
        let isFlipped = if case .value = left { true } else { false }
        try add(name, Self.condition(isFlipped ? comparator.flipped : comparator, values[0]))
    }

    private static func condition(_ comparator: Comparator, _ value: AttributeValue) -> SortCondition {
        switch comparator {
        case .equal, .notEqual: .equal(value)
        case .less: .less(value)
        case .lessOrEqual: .lessOrEqual(value)
        case .greater: .greater(value)
        case .greaterOrEqual: .greaterOrEqual(value)
        }
    }

    private mutating func add(_ name: String, _ condition: SortCondition) throws(DynamoDBError) {
        guard !conditions.contains(where: { $0.name.hasSameBytes(as: name) }) else {
            throw Self.invalidExpression("KeyConditionExpressions must only contain one condition per key")
        }
        conditions.append(AttributeCondition(name, condition))
    }

    /// The one attribute among the operands, and the others' values in their order.
    private func split(_ operands: [Operand]) throws(DynamoDBError) -> (name: String, values: [AttributeValue]) {
        var name: String?
        var values: [AttributeValue] = []
        for operand in operands {
            switch operand {
            case .value(let index): values.append(bindings.values[index])
            case .path(let index):
                guard name == nil else {
                    throw Self.invalidCondition("Multiple attribute names used in one condition")
                }
                guard bindings.paths[index].isTopLevel else {
                    throw Self.invalidExpression("KeyConditionExpressions cannot have conditions on nested attributes")
                }
                name = bindings.paths[index].root
            case .call, .arithmetic:
                throw Self.invalidExpression("KeyConditionExpressions cannot contain nested operations")
            }
        }
        guard let name else { throw Self.invalidCondition("No key attribute specified") }
        return (name, values)
    }

    private func checkLeads(_ operation: String, _ operand: Operand) throws(DynamoDBError) {
        guard case .value = operand else { return }
        throw Self.invalidCondition("\(operation) operator must have the key attribute as its first operand")
    }

    private static func invalidExpression(_ text: String) -> DynamoDBError {
        .validation("Invalid \(ExpressionKind.keyCondition.rawValue): \(text)")
    }

    private static func invalidOperator(_ name: String) -> DynamoDBError {
        .validation("Invalid operator used in KeyConditionExpression: \(name)")
    }

    private static func invalidCondition(_ text: String) -> DynamoDBError {
        .validation("Invalid condition in KeyConditionExpression: \(text)")
    }
}
