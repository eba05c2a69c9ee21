import DynamoModel

/// The one parser of all kinds of expressions, by recursive descent over the tokens.
struct Parser {
    /// Parentheses and functions within each other: far more than an expression of 4 KB reasonably has, and few enough
    /// that no text can exhaust the stack.
    static let maximumDepth = 150

    private let text: String
    private let tokens: [Token]
    private var index = 0
    private var depth = 0
    private var operators = 0

    /// Parses an expression.
    ///
    /// - Throws: ``ExpressionError`` for the first fault.
    static func parse(_ text: String, _ kind: ExpressionKind) throws(ExpressionError) -> ParsedExpression {
        guard text.utf8.count <= DynamoLimits.expressionSize else {
            throw ExpressionError(.tooLong(text.utf8.count), at: DynamoLimits.expressionSize)
        }
        var parser = Parser(text: text, tokens: try Lexer.tokens(of: text))
        guard parser.tokens.count > 1 else { throw ExpressionError(.empty, at: 0) }
        let parsed: ParsedExpression
        switch kind {
        case .condition, .filter, .keyCondition: parsed = .condition(try parser.disjunction())
        case .update: parsed = .update(try parser.update())
        case .projection: parsed = .projection(try parser.projection())
        }
        guard parser.current.kind == .end else { throw parser.syntaxError() }
        return parsed
    }

    private init(text: String, tokens: [Token]) {
        self.text = text
        self.tokens = tokens
    }

    // MARK: Tokens

    private var current: Token { tokens[index] }

    private mutating func advance() { if index < tokens.count - 1 { index += 1 } }

    private mutating func take(sign: StaticString) -> Bool {
        guard current.isSign(sign) else { return false }
        advance()
        return true
    }

    private mutating func take(keyword: StaticString) -> Bool {
        guard current.isKeyword(keyword) else { return false }
        advance()
        return true
    }

    private mutating func expect(sign: StaticString) throws(ExpressionError) {
        guard take(sign: sign) else { throw syntaxError() }
    }

    /// The fault of the current token: near it stand the tokens before and after, as DynamoDB shows them.
    private func syntaxError() -> ExpressionError {
        let first = tokens[max(0, index - 1)]
        let last = tokens[min(tokens.count - 1, index + 1)]
        let bytes = Array(text.utf8)
        let end = last.kind == .end ? bytes.count : min(bytes.count, last.offset + last.text.utf8.count)
        var near = bytes[min(first.offset, end)..<end]
        while near.last == 0x20 { near.removeLast() }
        return ExpressionError(
            .syntax(token: current.text, near: String(decoding: near, as: UTF8.self)), at: current.offset)
    }

    private mutating func nested<Result>(
        _ body: (inout Parser) throws(ExpressionError) -> Result
    ) throws(ExpressionError) -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw ExpressionError(.tooDeep, at: current.offset) }
        return try body(&self)
    }

    private mutating func countOperator() throws(ExpressionError) {
        operators += 1
        guard operators <= DynamoLimits.expressionOperators else {
            throw ExpressionError(.tooManyOperators, at: current.offset)
        }
    }

    // MARK: Conditions

    private mutating func disjunction() throws(ExpressionError) -> ConditionSyntax {
        var left = try conjunction()
        while take(keyword: "OR") {
            try countOperator()
            left = .or(left, try conjunction())
        }
        return left
    }

    private mutating func conjunction() throws(ExpressionError) -> ConditionSyntax {
        var left = try negation()
        while take(keyword: "AND") {
            try countOperator()
            left = .and(left, try negation())
        }
        return left
    }

    private mutating func negation() throws(ExpressionError) -> ConditionSyntax {
        guard take(keyword: "NOT") else { return try comparison() }
        try countOperator()
        return .not(try nested { (parser) throws(ExpressionError) in try parser.negation() })
    }

    private mutating func comparison() throws(ExpressionError) -> ConditionSyntax {
        if current.isSign("(") {
            let start = current.offset
            advance()
            let isDoubled = current.isSign("(")
            let condition = try nested { (parser) throws(ExpressionError) in try parser.disjunction() }
            let closesDoubled = isDoubled && tokens[index - 1].isSign(")")
            try expect(sign: ")")
            if closesDoubled, isWrapped(from: start) { throw ExpressionError(.redundantParentheses, at: start) }
            return condition
        }
        let offset = current.offset
        let left = try operand()
        if current.kind == .sign, let comparator = Comparator(rawValue: current.text) {
            advance()
            try countOperator()
            return .comparison(left, comparator, try operand(), offset: offset)
        }
        if take(keyword: "BETWEEN") {
            try countOperator()
            let lower = try operand()
            guard take(keyword: "AND") else { throw syntaxError() }
            return .between(left, lower, try operand(), offset: offset)
        }
        if take(keyword: "IN") {
            try countOperator()
            return .oneOf(left, try operands(), offset: offset)
        }
        guard case .function(let function) = left else { throw syntaxError() }
        return .function(function)
    }

    /// Whether the parentheses that start here hold nothing but another pair: `((a = :b))`.
    private func isWrapped(from offset: Int) -> Bool {
        guard let open = tokens.firstIndex(where: { $0.offset == offset }) else { return false }
        var level = 0
        for token in tokens[(open + 1)..<(index - 1)] {
            if token.isSign("(") { level += 1 }
            if token.isSign(")") {
                level -= 1
                if level == 0 { return token == tokens[index - 2] }
            }
        }
        return false
    }

    // MARK: Operands

    private mutating func operands() throws(ExpressionError) -> [OperandSyntax] {
        let start = current.offset
        try expect(sign: "(")
        var operands = [try operand()]
        while take(sign: ",") { operands.append(try operand()) }
        try expect(sign: ")")
        guard operands.count <= DynamoLimits.inOperands else { throw ExpressionError(.tooManyOperands, at: start) }
        return operands
    }

    private mutating func operand() throws(ExpressionError) -> OperandSyntax {
        let token = current
        switch token.kind {
        case .value:
            advance()
            return .value(token.text, offset: token.offset)
        case .word where tokens[index + 1].isSign("("):
            advance()
            try countOperator()
            let operands = try nested { (parser) throws(ExpressionError) in try parser.operands() }
            return .function(FunctionSyntax(name: token.text, operands: operands, offset: token.offset))
        case .word, .name:
            return .path(try path())
        default:
            throw syntaxError()
        }
    }

    private mutating func path() throws(ExpressionError) -> PathSyntax {
        var path = PathSyntax(steps: [try attribute()], offset: tokens[index - 1].offset)
        while true {
            if take(sign: ".") {
                path.steps.append(try attribute())
            } else if take(sign: "[") {
                let token = current
                guard token.kind == .number else { throw syntaxError() }
                guard let position = Int(token.text), position <= Int(Int32.max) else {
                    throw ExpressionError(.listIndexTooLarge, at: token.offset)
                }
                advance()
                try expect(sign: "]")
                path.steps.append(.index(position))
            } else {
                guard path.steps.count <= DynamoLimits.nesting else {
                    throw ExpressionError(.tooDeep, at: path.offset)
                }
                return path
            }
        }
    }

    private mutating func attribute() throws(ExpressionError) -> PathSyntax.Step {
        let token = current
        switch token.kind {
        case .name:
            advance()
            return .name(token.text)
        case .word:
            guard !ReservedWords.contains(token.text) else {
                throw ExpressionError(.reservedWord(token.text), at: token.offset)
            }
            advance()
            return .word(token.text)
        default: throw syntaxError()
        }
    }

    // MARK: Updates

    private mutating func update() throws(ExpressionError) -> UpdateSyntax {
        var update = UpdateSyntax()
        var sections: Set<String> = []
        while current.kind != .end {
            let section = current
            let name = section.text.uppercased()
            guard section.kind == .word, ["SET", "REMOVE", "ADD", "DELETE"].contains(name) else {
                throw syntaxError()
            }
            guard sections.insert(name).inserted else {
                throw ExpressionError(.sectionTwice(name), at: section.offset)
            }
            advance()
            repeat { update.actions.append(try action(name)) } while take(sign: ",")
        }
        return update
    }

    private mutating func action(_ section: String) throws(ExpressionError) -> UpdateSyntax.Action {
        try countOperator()
        let path = try path()
        switch section {
        case "SET":
            try expect(sign: "=")
            return .set(path, try sum())
        case "REMOVE": return .remove(path)
        case "ADD": return .add(path, try setOperand())
        default: return .delete(path, try setOperand())
        }
    }

    /// ADD and DELETE take a value as it is.
    private mutating func setOperand() throws(ExpressionError) -> OperandSyntax {
        guard current.kind == .value else { throw syntaxError() }
        return try operand()
    }

    private mutating func sum() throws(ExpressionError) -> OperandSyntax {
        let left = try addend()
        for (sign, isSubtraction) in [("+", false), ("-", true)] as [(StaticString, Bool)] where current.isSign(sign) {
            advance()
            try countOperator()
            return .arithmetic(left, isSubtraction: isSubtraction, try addend())
        }
        return left
    }

    private mutating func addend() throws(ExpressionError) -> OperandSyntax {
        guard take(sign: "(") else { return try operand() }
        let value = try nested { (parser) throws(ExpressionError) in try parser.sum() }
        try expect(sign: ")")
        return value
    }

    // MARK: Projections

    private mutating func projection() throws(ExpressionError) -> [PathSyntax] {
        var paths = [try path()]
        while take(sign: ",") { paths.append(try path()) }
        return paths
    }
}
