import DynamoModel

/// The one parser of all expressions: recursive descent over the lexer's tokens.
///
/// A fault of syntax stops it. Faults of words (a reserved word, an unknown function, …) are remembered, and the first
/// of them is thrown when the whole text has been read: the service reports a fault of syntax before any of them.
struct Parser {
    let bytes: [UInt8]
    let tokens: [Token]
    var position = 0
    var paths: [PathReference] = []
    var values: [ValueReference] = []
    /// The tokens from the last closed parenthesis to the one that it closes.
    var lastGroup: ClosedRange<Int>?
    private var fault: ExpressionError?
    private var operators = 0
    private var depth = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        self.tokens = Lexer.tokens(of: bytes)
    }

    /// Parses a text of this kind.
    static func parse(_ text: String, _ kind: ExpressionKind) throws(ExpressionError) -> ParsedExpression {
        let size = text.utf8.count
        guard size > 0 else { throw ExpressionError(.empty, at: 0) }
        guard size <= DynamoLimits.expressionSize else { throw ExpressionError(.tooLong(size: size), at: 0) }
        var parser = Parser(Array(text.utf8))
        let root = try parser.root(kind)
        guard parser.current.kind == .end else { throw parser.syntaxError() }
        if let fault = parser.fault { throw fault }
        return ParsedExpression(root: root, paths: parser.paths, values: parser.values)
    }

    private mutating func root(_ kind: ExpressionKind) throws(ExpressionError) -> ExpressionTree.Root {
        switch kind {
        case .condition, .filter, .keyCondition: return .condition(try condition())
        case .update: return .update(try update())
        case .projection:
            repeat { _ = try path() } while take(.comma)
            return .projection
        }
    }
}

// MARK: - Tokens

extension Parser {
    var current: Token { tokens[position] }
    var following: Token { tokens[min(position + 1, tokens.count - 1)] }

    mutating func advance() { if position < tokens.count - 1 { position += 1 } }

    /// Takes the sign if it comes next, and says whether it did.
    mutating func take(_ sign: Token.Sign) -> Bool {
        guard current.kind == .sign(sign) else { return false }
        advance()
        return true
    }

    /// Takes the keyword if it comes next, and says whether it did.
    mutating func take(_ keyword: Token.Keyword) -> Bool {
        guard current.kind == .keyword(keyword) else { return false }
        advance()
        return true
    }

    mutating func expect(_ sign: Token.Sign) throws(ExpressionError) {
        guard take(sign) else { throw syntaxError() }
    }

    mutating func expect(_ keyword: Token.Keyword) throws(ExpressionError) {
        guard take(keyword) else { throw syntaxError() }
    }

    func text(_ token: Token) -> String { text(token.start, token.end) }

    private func text(_ start: Int, _ end: Int) -> String { String(decoding: bytes[start..<end], as: UTF8.self) }

    /// The current token is not what the rules take. `near` reaches from the token before to the token after.
    func syntaxError() -> ExpressionError {
        let start = position > 0 ? tokens[position - 1].start : 0
        return ExpressionError(
            .syntax(token: current.kind == .end ? "<EOF>" : text(current), near: text(start, following.end)),
            at: current.start)
    }
}

// MARK: - Limits and faults

extension Parser {
    /// Remembers a fault; the first in the text counts.
    mutating func remember(_ kind: ExpressionError.Kind, at offset: Int) {
        if let fault, fault.offset <= offset { return }
        fault = ExpressionError(kind, at: offset)
    }

    mutating func countOperator(at offset: Int) throws(ExpressionError) {
        operators += 1
        guard operators <= DynamoLimits.expressionOperators else {
            throw ExpressionError(.tooManyOperators(count: operators), at: offset)
        }
    }

    /// Runs a rule one level deeper. Recursion is capped here, before it happens.
    mutating func deeper<Result>(
        _ rule: (inout Parser) throws(ExpressionError) -> Result
    ) throws(ExpressionError) -> Result {
        guard depth < ExpressionLimits.parserDepth else {
            throw ExpressionError(.redundantParentheses, at: current.start)
        }
        depth += 1
        let result = try rule(&self)
        depth -= 1
        return result
    }
}

// MARK: - Paths and operands

extension Parser {
    /// `name.name[3]…`, entered in the table of paths.
    mutating func path() throws(ExpressionError) -> Int {
        let start = current.start
        var elements = [try pathName()]
        while true {
            if take(.dot) {
                elements.append(try pathName())
            } else if take(.openIndex) {
                elements.append(.index(try listIndex()))
                try expect(.closeIndex)
            } else {
                break
            }
        }
        if elements.count > DynamoLimits.nesting {
            remember(.pathTooDeep(levels: elements.count), at: start)
        }
        paths.append(PathReference(elements: elements, offset: start))
        return paths.count - 1
    }

    private mutating func pathName() throws(ExpressionError) -> PathReference.Element {
        let token = current
        switch token.kind {
        case .identifier:
            advance()
            let name = text(token)
            if ReservedWords.contains(name) { remember(.reservedWord(name), at: token.start) }
            return .attribute(name)
        case .name:
            advance()
            return .placeholder(text(token))
        default: throw syntaxError()
        }
    }

    private mutating func listIndex() throws(ExpressionError) -> Int {
        let token = current
        guard token.kind == .integer else { throw syntaxError() }
        advance()
        let digits = text(token)
        guard let index = Int(digits), index <= ExpressionLimits.listIndex else {
            remember(.listIndexOutOfRange(digits), at: token.start)
            return 0
        }
        return index
    }

    /// `:placeholder`, entered in the table of values.
    mutating func value() throws(ExpressionError) -> Operand {
        let token = current
        guard token.kind == .value else { throw syntaxError() }
        advance()
        values.append(ValueReference(placeholder: text(token), offset: token.start))
        return .value(values.count - 1)
    }

    /// The operands of a function, with their parentheses.
    mutating func operandList(
        _ operand: (inout Parser) throws(ExpressionError) -> Operand
    ) throws(ExpressionError) -> [Operand] {
        try expect(.open)
        let operands = try deeper { (parser) throws(ExpressionError) -> [Operand] in
            var operands = [try operand(&parser)]
            while parser.take(.comma) { operands.append(try operand(&parser)) }
            return operands
        }
        try expect(.close)
        return operands
    }

    /// Whether a function's name and its parenthesis come next.
    var isAtCall: Bool { current.kind == .identifier && following.kind == .sign(.open) }
}
