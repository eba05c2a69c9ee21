import DynamoModel

/// The parameters that hold an expression, by the names that DynamoDB's messages use.
public enum ExpressionKind: String, Sendable, Hashable {
    /// What must hold for a write.
    case condition = "ConditionExpression"
    /// What is left out after reading.
    case filter = "FilterExpression"
    /// Which items a query reads.
    case keyCondition = "KeyConditionExpression"
    /// Which paths are returned.
    case projection = "ProjectionExpression"
    /// What is changed.
    case update = "UpdateExpression"
}

/// What is wrong with an expression, and where.
struct ExpressionError: Error, Equatable {
    enum Fault: Equatable {
        case empty
        case tooLong(Int)
        case syntax(token: String, near: String)
        case reservedWord(String)
        case undefinedName(String)
        case undefinedValue(String)
        case invalidFunction(String)
        case functionNotAllowed(String)
        case wrongOperandCount(function: String, count: Int)
        case wrongOperandType(function: String, type: String)
        case operandNotPath(function: String)
        case notDistinct(operator: String, first: String)
        case boundsOfDifferentTypes(lower: String, upper: String)
        case boundsInverted(lower: String, upper: String)
        case tooManyOperators
        case tooManyOperands
        case tooDeep
        case sectionTwice(String)
        case overlap(String, String)
        case conflict(String, String)
        case redundantParentheses
        case keyAttribute(String)
        case listIndexTooLarge
        case invalidTypeName(String)
        case wrongSectionOperand(section: String, type: String)
    }

    let fault: Fault
    /// Bytes of the expression before the fault.
    let offset: Int

    init(_ fault: Fault, at offset: Int) {
        self.fault = fault
        self.offset = offset
    }

    /// DynamoDB's error for this fault of an expression of this kind: the one place that knows its wording.
    func inDynamoDB(_ kind: ExpressionKind) -> DynamoDBError {
        if case .keyAttribute(let name) = fault {
            return .validation(
                "One or more parameter values were invalid: Cannot update attribute \(name). This attribute is part of the key"
            )
        }
        return .validation("Invalid \(kind.rawValue): \(detail)")
    }

    private var detail: String {
        switch fault {
        case .empty: "The expression can not be empty;"
        case .tooLong(let size):
            "Expression size has exceeded the maximum allowed size; expression size: \(size)"
        case .syntax(let token, let near): "Syntax error; token: \"\(token)\", near: \"\(near)\""
        case .reservedWord(let word): "Attribute name is a reserved keyword; reserved keyword: \(word)"
        case .undefinedName(let name):
            "An expression attribute name used in the document path is not defined; attribute name: \(name)"
        case .undefinedValue(let value):
            "An expression attribute value used in expression is not defined; attribute value: \(value)"
        case .invalidFunction(let name): "Invalid function name; function: \(name)"
        case .functionNotAllowed(let name):
            "The function is not allowed to be used this way in an expression; function: \(name)"
        case .wrongOperandCount(let function, let count):
            "Incorrect number of operands for operator or function; operator or function: \(function), number of operands: \(count)"
        case .wrongOperandType(let function, let type):
            "Incorrect operand type for operator or function; operator or function: \(function), operand type: \(type)"
        case .operandNotPath(let function):
            "Operator or function requires a document path; operator or function: \(function)"
        case .notDistinct(let sign, let first):
            "The first operand must be distinct from the remaining operands for this operator or function; operator: \(sign), first operand: [\(first)]"
        case .boundsOfDifferentTypes(let lower, let upper):
            "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {\(lower)}, upper bound operand: AttributeValue: {\(upper)}"
        case .boundsInverted(let lower, let upper):
            "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {\(lower)}, upper bound operand: AttributeValue: {\(upper)}"
        case .tooManyOperators:
            "The expression contains too many operators; operator count exceeded: \(DynamoLimits.expressionOperators)"
        case .tooManyOperands:
            "Operator or function has too many operands; maximum: \(DynamoLimits.inOperands)"
        case .tooDeep: "The expression has too many levels of nesting"
        case .sectionTwice(let section):
            "The \"\(section)\" section can only be used once in an update expression;"
        case .overlap(let one, let two):
            "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: \(one), path two: \(two)"
        case .conflict(let one, let two):
            "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: \(one), path two: \(two)"
        case .redundantParentheses: "The expression has redundant parentheses;"
        case .keyAttribute(let name): "Cannot update attribute \(name). This attribute is part of the key"
        case .wrongSectionOperand(let section, let type):
            "Incorrect operand type for operator or function; operator: \(section), operand type: \(type)"
        case .invalidTypeName(let name):
            "Invalid attribute type name found; type: \(name), valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"
        case .listIndexTooLarge:
            "List index is not within the allowable range; index: too large"
        }
    }
}
