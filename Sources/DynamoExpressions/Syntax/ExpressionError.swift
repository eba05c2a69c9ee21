import DynamoModel

/// What is wrong with an expression, and where. The only place where this becomes DynamoDB's wording.
package struct ExpressionError: Error, Sendable, Equatable {
    /// The kinds of faults, in the order in which the service looks for them.
    package enum Kind: Sendable, Equatable {
        // The text.
        case empty
        case tooLong(size: Int)
        case syntax(token: String, near: String)
        case redundantParentheses
        case tooManyOperators(count: Int)
        // The words.
        case reservedWord(String)
        case listIndexOutOfRange(String)
        case unknownFunction(String)
        case functionNotInCondition(String)
        case functionNotInUpdate(String)
        case misplacedFunction(String)
        case repeatedSection(String)
        case operandCount(operation: String, count: Int)
        case tooManyInOperands(count: Int)
        // The placeholders and the paths.
        case undefinedName(String)
        case undefinedValue(String)
        case pathTooDeep(levels: Int)
        case pathsOverlap(DocumentPath, DocumentPath)
        case pathsConflict(DocumentPath, DocumentPath)
        // The operands.
        case notDistinct(operation: String, path: DocumentPath)
        case pathRequired(operation: String)
        case operandType(operation: String, type: String)
        case sectionOperandType(section: String, type: String)
        case attributeTypeName(String)
        case betweenTypes(lower: AttributeValue, upper: AttributeValue)
        case betweenOrder(lower: AttributeValue, upper: AttributeValue)
    }

    /// What is wrong, from which the message is made.
    package let kind: Kind
    /// Where, in bytes from the start of the expression.
    package let offset: Int

    package init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }

    /// The error as the service words it.
    func dynamoDBError(in expression: ExpressionKind) -> DynamoDBError {
        .validation("Invalid \(expression.rawValue): \(kind.message)")
    }
}

extension ExpressionError.Kind {
    /// The service's words, without the name of the expression.
    var message: String {
        switch self {
        case .empty: "The expression can not be empty;"
        case .tooLong(let size): "Expression size has exceeded the maximum allowed size; expression size: \(size)"
        case .syntax(let token, let near): "Syntax error; token: \"\(token)\", near: \"\(near)\""
        case .redundantParentheses: "The expression has redundant parentheses;"
        case .tooManyOperators(let count):
            "The expression contains too many operators; operator count: \(count)"
        case .reservedWord(let word): "Attribute name is a reserved keyword; reserved keyword: \(word)"
        case .listIndexOutOfRange(let index):
            "List index is not within the allowable range; index: [\(index)]"
        case .unknownFunction(let name): "Invalid function name; function: \(name)"
        case .functionNotInCondition(let name):
            "The function is not allowed in a condition expression; function: \(name)"
        case .functionNotInUpdate(let name):
            "The function is not allowed in an update expression; function: \(name)"
        case .misplacedFunction(let name):
            "The function is not allowed to be used this way in an expression; function: \(name)"
        case .repeatedSection(let name):
            "The \"\(name)\" section can only be used once in an update expression;"
        case .operandCount(let operation, let count):
            "Incorrect number of operands for operator or function; operator or function: \(operation), "
                + "number of operands: \(count)"
        case .tooManyInOperands(let count):
            "The IN operator is provided with too many operands; number of operands: \(count)"
        default: operandMessage
        }
    }

    private var operandMessage: String {
        switch self {
        case .undefinedName(let name):
            "An expression attribute name used in the document path is not defined; attribute name: \(name)"
        case .undefinedValue(let name):
            "An expression attribute value used in expression is not defined; attribute value: \(name)"
        case .pathTooDeep(let levels):
            "The document path has too many nesting levels; nesting levels: \(levels)"
        case .pathsOverlap(let one, let two):
            "Two document paths overlap with each other; must remove or rewrite one of these paths; "
                + "path one: \(one.bracketed), path two: \(two.bracketed)"
        case .pathsConflict(let one, let two):
            "Two document paths conflict with each other; must remove or rewrite one of these paths; "
                + "path one: \(one.bracketed), path two: \(two.bracketed)"
        case .notDistinct(let operation, let path):
            "The first operand must be distinct from the remaining operands for this operator or function; "
                + "operator: \(operation), first operand: \(path.bracketed)"
        case .pathRequired(let operation):
            "Operator or function requires a document path; operator or function: \(operation)"
        case .operandType(let operation, let type):
            "Incorrect operand type for operator or function; operator or function: \(operation), "
                + "operand type: \(type)"
        case .sectionOperandType(let section, let type):
            "Incorrect operand type for operator or function; operator: \(section), operand type: \(type), "
                + "typeSet: ALLOWED_FOR_\(section)_OPERAND"
        case .attributeTypeName(let name):
            "Invalid attribute type name found; type: \(name), valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"
        case .betweenTypes(let lower, let upper):
            "The BETWEEN operator requires same data type for lower and upper bounds; "
                + bounds(lower, upper)
        case .betweenOrder(let lower, let upper):
            "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
                + bounds(lower, upper)
        default: "Syntax error"
        }
    }

    // The service itself quotes the bounds of BETWEEN, its one message that holds values.
    private func bounds(_ lower: AttributeValue, _ upper: AttributeValue) -> String {
        "lower bound operand: AttributeValue: \(quoted(lower)), upper bound operand: AttributeValue: \(quoted(upper))"
    }

    private func quoted(_ value: AttributeValue) -> String {
        switch value {
        case .s(let text): "{S:\(text)}"
        case .n(let number): "{N:\(number)}"
        case .b(let bytes): "{B:java.nio.HeapByteBuffer[pos=0 lim=\(bytes.count) cap=\(bytes.count)]}"
        default: "{\(value.typeName)}"
        }
    }
}
