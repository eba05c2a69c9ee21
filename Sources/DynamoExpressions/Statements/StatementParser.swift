import DynamoModel

/// Reads a PartiQL statement into its clauses: recursive descent over the lexer's tokens, with the faults of the parser
/// that DynamoDB uses (the reference parser of PartiQL).
///
/// A fault of syntax stops it. What a well-formed statement may not say is for ``StatementLowering``.
struct StatementParser {
    let bytes: [UInt8]
    let tokens: [Token]
    var position = 0
    /// How many `?` have been read.
    var parameterCount = 0
    private var depth = 0
    /// How many operators have been read that have a term with an operator of the same kind at their left.
    private var chained = 0

    /// Levels of parentheses and literals that are read, and operators that stand in chains: each puts the tree a level
    /// deeper. Deeper values are too deep for an item, and no statement says anything by a chain.
    private static let deepest = 100

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        tokens = Lexer.statementTokens(of: bytes)
    }

    /// Reads a text.
    static func parse(_ text: String) throws(StatementFault) -> (parser: StatementParser, root: StatementTerm) {
        var parser = StatementParser(Array(text.utf8))
        guard !parser.tokens.contains(where: { $0.kind == .unknown }) else { throw .syntax("") }
        let root = try parser.statement()
        _ = parser.take(.semicolon)
        guard parser.isAtEnd else { throw .syntax(leftover) }
        return (parser, root)
    }

    static let leftover = "Unexpected token after expression"
}

// MARK: - Statements

extension StatementParser {
    /// The whole statement; one that is only a term is kept as such.
    private mutating func statement() throws(StatementFault) -> StatementTerm {
        let start = current
        guard !isAtEnd else { throw .syntax("Unexpected term") }
        guard current.kind == .identifier else { return try bareTerm() }
        switch word {
        case "select": return wrap(try select(), start)
        case "insert": return wrap(try insert(), start)
        case "update": return wrap(try update(), start)
        case "delete": return wrap(try delete(), start)
        case "from": return wrap(try fromFirst(), start)
        default: return try bareTerm()
        }
    }

    private func wrap(_ clauses: StatementClauses, _ start: Token) -> StatementTerm {
        StatementTerm(kind: .statement(clauses), token: start)
    }

    /// A statement that begins with no verb is a term, or has a verb that is unknown.
    private mutating func bareTerm() throws(StatementFault) -> StatementTerm {
        let isWord = current.kind == .identifier && !StatementKeywords.contains(word)
        if isWord, following.kind == .identifier || following.kind == .quotedName,
            !StatementKeywords.isOperator(text(following))
        {
            throw .syntax("Expected data manipulation")
        }
        return try term()
    }

    mutating func select() throws(StatementFault) -> StatementClauses {
        advance()
        var clauses = StatementClauses(verb: .select)
        if take(.star) {
            clauses.projection = nil
        } else {
            var projection: [StatementTerm] = []
            repeat {
                projection.append(try term())
                if try takeAlias() { clauses.refusal = clauses.refusal ?? Self.aliasing }
            } while take(.comma)
            clauses.projection = projection
        }
        guard takeWord("from") else { throw .syntax("Expected FROM after SELECT list") }
        try source(of: &clauses)
        while take(.comma) {
            var other = StatementClauses(verb: .select)
            try source(of: &other)
            clauses.refusal = clauses.refusal ?? Self.oneTable
        }
        if takeWord("where") { clauses.condition = try term() }
        try groups(of: &clauses)
        try order(of: &clauses)
        try limit(of: &clauses)
        return clauses
    }

    /// Clauses of PartiQL that the service parses and refuses.
    private mutating func groups(of clauses: inout StatementClauses) throws(StatementFault) {
        for (name, isGroup) in [("group", true), ("having", false)] where isAtWord(name) {
            refuse("Unsupported clause: \(isGroup ? "GROUP BY" : "HAVING")", &clauses)
            advance()
            if isGroup { guard takeWord("by") else { throw .syntax("Expected BY after GROUP") } }
            repeat { _ = try term() } while take(.comma)
        }
    }

    private mutating func limit(of clauses: inout StatementClauses) throws(StatementFault) {
        guard isAtWord("limit") else { return }
        refuse("Unsupported clause: LIMIT", &clauses)
        advance()
        _ = try term()
    }

    private func refuse(_ what: String, _ clauses: inout StatementClauses) {
        clauses.refusal = clauses.refusal ?? "\(what) at \(place(of: current))"
    }

    private mutating func order(of clauses: inout StatementClauses) throws(StatementFault) {
        guard takeWord("order") else { return }
        guard takeWord("by") else { throw .syntax("Expected BY after ORDER") }
        repeat {
            let term = try term()
            let isDescending = takeWord("desc")
            if !isDescending { _ = takeWord("asc") }
            clauses.order.append(StatementClauses.Order(term: term, isDescending: isDescending))
        } while take(.comma)
    }

    private mutating func insert() throws(StatementFault) -> StatementClauses {
        advance()
        guard takeWord("into") else { throw .syntax("Unexpected keyword") }
        var clauses = StatementClauses(verb: .insert)
        clauses.source = try name()
        guard takeWord("value") else { throw .syntax(isAtEnd ? "Unexpected term" : Self.leftover) }
        clauses.item = try term()
        return clauses
    }

    private mutating func update() throws(StatementFault) -> StatementClauses {
        advance()
        var clauses = StatementClauses(verb: .update)
        try source(of: &clauses)
        try changes(of: &clauses)
        if takeWord("where") { clauses.condition = try term() }
        try returning(of: &clauses)
        return clauses
    }

    private mutating func fromFirst() throws(StatementFault) -> StatementClauses {
        advance()
        var clauses = StatementClauses(verb: .update)
        try source(of: &clauses)
        if takeWord("where") { clauses.condition = try term() }
        try changes(of: &clauses)
        try returning(of: &clauses)
        return clauses
    }

    private mutating func delete() throws(StatementFault) -> StatementClauses {
        advance()
        guard takeWord("from") else { throw .syntax(isAtEnd ? "Unexpected term" : "Unexpected keyword") }
        var clauses = StatementClauses(verb: .delete)
        try source(of: &clauses)
        if takeWord("where") { clauses.condition = try term() }
        try returning(of: &clauses)
        return clauses
    }

    private mutating func changes(of clauses: inout StatementClauses) throws(StatementFault) {
        while true {
            if takeWord("set") {
                repeat {
                    let (path, token) = try target()
                    guard take(.equal) else { throw .syntax("Expected '=' in assignment") }
                    clauses.changes.append(StatementClauses.Change(path: path, token: token, value: try term()))
                } while take(.comma)
            } else if takeWord("remove") {
                repeat {
                    let (path, token) = try target()
                    clauses.changes.append(StatementClauses.Change(path: path, token: token, value: nil))
                } while take(.comma)
            } else {
                break
            }
        }
        guard !clauses.changes.isEmpty else { throw .syntax("Expected data manipulation") }
    }

    private mutating func target() throws(StatementFault) -> (DocumentPath, Token) {
        let token = current
        guard isAtName else { throw .syntax("Expected identifier for simple path") }
        return (try path(), token)
    }

    private mutating func returning(of clauses: inout StatementClauses) throws(StatementFault) {
        guard takeWord("returning") else { return }
        let isAll = takeWord("all")
        guard isAll || takeWord("modified") else { throw .syntax("Expected ALL or MODIFIED in a RETURNING clause") }
        let isNew = takeWord("new")
        guard isNew || takeWord("old") else { throw .syntax("Expected OLD or NEW in a RETURNING clause") }
        guard take(.star) else { throw .syntax("Expected * in a RETURNING clause") }
        clauses.returning = StatementReturning(isModifiedOnly: !isAll, isNew: isNew)
    }
}

// MARK: - Sources and paths

extension StatementParser {
    private static let aliasing = "Aliasing is not supported"
    static let oneTable = "FROM clause may only contain a single table name"

    /// A table or an index of it. An alias is parsed; it is refused when the statement has been read.
    private mutating func source(of clauses: inout StatementClauses) throws(StatementFault) {
        guard isAtName || clauses.verb == .delete else { throw unexpected }
        clauses.source = try name()
        if try takeAlias() { clauses.refusal = clauses.refusal ?? Self.aliasing }
    }

    private mutating func takeAlias() throws(StatementFault) -> Bool {
        if takeWord("as") {
            guard isAtName else { throw .syntax("Expected identifier for alias") }
            advance()
            return true
        }
        // A word that begins the next clause is not an alias.
        guard isAtName, !isAtWord("returning") else { return false }
        advance()
        return true
    }

    private mutating func name() throws(StatementFault) -> [String] {
        guard isAtName else { throw .syntax("Expected identifier for simple path") }
        var parts = [takeName()]
        while take(.dot) {
            guard isAtName else { throw .syntax("Invalid path dot component") }
            parts.append(takeName())
        }
        return parts
    }

    /// `name.name[3]…`.
    mutating func path() throws(StatementFault) -> DocumentPath {
        var elements: [DocumentPath.Element] = [.attribute(takeName())]
        while true {
            if take(.dot) {
                guard isAtName else { throw .syntax("Invalid path dot component") }
                elements.append(.attribute(takeName()))
            } else if current.kind == .sign(.openIndex) {
                elements.append(.index(try listIndex()))
            } else {
                break
            }
        }
        // The first element is an attribute.
        guard let path = DocumentPath(elements) else { throw .syntax("Unexpected term") }
        return path
    }

    private mutating func listIndex() throws(StatementFault) -> Int {
        advance()
        let start = current
        let index = try term()
        guard take(.closeIndex) else { throw .syntax("Expected ']'") }
        guard case .number(let digits) = index.kind, !digits.utf8.contains(where: { !Self.isIndexByte($0) }) else {
            throw .refused("Unexpected path component at \(place(of: start))")
        }
        guard let value = Int(digits), (0...ExpressionLimits.listIndex).contains(value) else {
            throw .refused(
                "List index is not within the allowable range; index: [\(digits)] at \(place(of: start))")
        }
        return value
    }

    private static func isIndexByte(_ byte: UInt8) -> Bool { Lexer.isDigit(byte) || byte == UInt8(ascii: "-") }
}

// MARK: - Tokens

extension StatementParser {
    var current: Token { tokens[position] }
    var following: Token { tokens[min(position + 1, tokens.count - 1)] }
    var isAtEnd: Bool { current.kind == .end }

    mutating func advance() { if position < tokens.count - 1 { position += 1 } }

    /// Takes the sign if it comes next, and says whether it did.
    mutating func take(_ sign: Token.Sign) -> Bool {
        guard current.kind == .sign(sign) else { return false }
        advance()
        return true
    }

    /// The current word in lower case.
    var word: String { text(current).lowercased() }

    /// Whether a word, in any case, comes next.
    func isAtWord(_ wanted: String) -> Bool { current.kind == .identifier && word == wanted }

    mutating func takeWord(_ wanted: String) -> Bool {
        guard isAtWord(wanted) else { return false }
        advance()
        return true
    }

    /// Whether a name comes next: quoted, or a word that is not reserved.
    var isAtName: Bool {
        switch current.kind {
        case .quotedName: true
        case .identifier: !StatementKeywords.contains(text(current))
        default: false
        }
    }

    mutating func takeName() -> String {
        defer { advance() }
        return current.kind == .quotedName ? unquoted(current) : text(current)
    }

    func text(_ token: Token) -> String { String(decoding: bytes[token.start..<token.end], as: UTF8.self) }

    /// The text between the quotes of a token, doubled quotes made one.
    func unquoted(_ token: Token) -> String {
        let quote = bytes[token.start]
        var inner: [UInt8] = []
        var index = token.start + 1
        while index < token.end - 1 {
            inner.append(bytes[index])
            index += bytes[index] == quote ? 2 : 1
        }
        return String(decoding: inner, as: UTF8.self)
    }

    /// `line:column:length` of a token, from 1, in characters.
    func place(of token: Token) -> String { Self.place(of: token, bytes) }

    static func place(of token: Token, _ bytes: [UInt8]) -> String {
        let before = bytes[..<token.start]
        let line = 1 + before.count { $0 == 0x0A }
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        func characters(_ range: Range<Int>) -> Int { bytes[range].count { $0 & 0b1100_0000 != 0b1000_0000 } }
        return "\(line):\(characters(start..<token.start) + 1):\(characters(token.start..<token.end))"
    }

    /// The current token where a term has to be.
    var unexpected: StatementFault {
        switch current.kind {
        case .identifier where StatementKeywords.isOperator(text(current)): .syntax("Unexpected operator")
        case .identifier: .syntax("Unexpected keyword")
        case .sign(let sign) where Comparator(rawValue: sign.rawValue) != nil: .syntax("Unexpected operator")
        case .sign(.star): .syntax("Unexpected operator")
        default: .syntax("Unexpected term")
        }
    }

    /// Runs a rule one level deeper. Recursion is capped here, before it happens.
    mutating func deeper<Result>(
        _ rule: (inout StatementParser) throws(StatementFault) -> Result
    ) throws(StatementFault) -> Result {
        guard depth < Self.deepest else { throw .refused(StatementFault.tooDeep) }
        depth += 1
        let result = try rule(&self)
        depth -= 1
        return result
    }

    /// Counts a look for an operator after a term, so that chains are capped before the tree is as deep as a text is
    /// long: the first operator, and the look that finds no more, are free.
    mutating func link(_ looks: inout Int) throws(StatementFault) {
        looks += 1
        guard looks > 2 else { return }
        chained += 1
        guard chained < Self.deepest else { throw .refused(StatementFault.tooDeep) }
    }
}
