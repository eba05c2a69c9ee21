import DynamoModel

// Terms by the precedence of the reference parser, the loosest first: OR, AND, NOT, then equality with IS and IN, then
// order with BETWEEN and LIKE, then sums.

extension StatementParser {
    mutating func term() throws(StatementFault) -> StatementTerm {
        try deeper { (parser) throws(StatementFault) in try parser.disjunction() }
    }

    private mutating func disjunction() throws(StatementFault) -> StatementTerm {
        let start = current
        var terms = [try conjunction()]
        while takeInfix("or") {
            terms.append(try rightSide { (parser) throws(StatementFault) in try parser.conjunction() })
        }
        return terms.count == 1 ? terms[0] : StatementTerm(kind: .any(terms), token: start)
    }

    private mutating func conjunction() throws(StatementFault) -> StatementTerm {
        let start = current
        var terms = [try negation()]
        while takeInfix("and") {
            terms.append(try rightSide { (parser) throws(StatementFault) in try parser.negation() })
        }
        return terms.count == 1 ? terms[0] : StatementTerm(kind: .all(terms), token: start)
    }

    private mutating func negation() throws(StatementFault) -> StatementTerm {
        let start = current
        guard takeWord("not") else { return try equality() }
        let inner = try deeper { (parser) throws(StatementFault) in try parser.negation() }
        return StatementTerm(kind: .not(inner), token: start)
    }

    private mutating func takeInfix(_ word: String) -> Bool { takeWord(word) }

    /// What stands right of an operator.
    private mutating func rightSide(
        _ rule: (inout StatementParser) throws(StatementFault) -> StatementTerm
    ) throws(StatementFault) -> StatementTerm {
        guard !isAtEnd else { throw .syntax("Missing right-hand side expression of infix operator") }
        return try rule(&self)
    }

    // MARK: Comparisons

    private mutating func equality() throws(StatementFault) -> StatementTerm {
        let start = current
        var (left, looks) = (try ordering(), 0)
        while true {
            try link(&looks)
            if take(.equal) {
                left = StatementTerm(kind: .compare(.equal, left, try orderingOperand()), token: start)
            } else if take(.notEqual) {
                left = StatementTerm(kind: .compare(.notEqual, left, try orderingOperand()), token: start)
            } else if takeWord("is") {
                left = try typeTest(left, start)
            } else if takeWord("in") {
                left = StatementTerm(kind: .member(left, try candidates()), token: start)
            } else if isAtWord("not"), isFollowing("in") {
                position += 2
                let member = StatementTerm(kind: .member(left, try candidates()), token: start)
                left = StatementTerm(kind: .not(member), token: start)
            } else {
                return left
            }
        }
    }

    private func isFollowing(_ word: String) -> Bool {
        following.kind == .identifier && text(following).lowercased() == word
    }

    private mutating func orderingOperand() throws(StatementFault) -> StatementTerm {
        try rightSide { (parser) throws(StatementFault) in try parser.ordering() }
    }

    private mutating func ordering() throws(StatementFault) -> StatementTerm {
        let start = current
        var (left, looks) = (try sum(), 0)
        while true {
            try link(&looks)
            if case .sign(let sign) = current.kind, let comparator = Comparator(rawValue: sign.rawValue),
                comparator != .equal, comparator != .notEqual
            {
                advance()
                left = StatementTerm(kind: .compare(comparator, left, try sumOperand()), token: start)
            } else if takeWord("between") {
                left = try between(left, start)
            } else if isAtWord("not"), isFollowing("between") {
                position += 2
                left = StatementTerm(kind: .not(try between(left, start)), token: start)
            } else if takeWord("like") {
                _ = try sumOperand()
                left = StatementTerm(kind: .unsupported("Like"), token: start)
            } else {
                return left
            }
        }
    }

    private mutating func between(_ left: StatementTerm, _ start: Token) throws(StatementFault) -> StatementTerm {
        let lower = try sumOperand()
        guard takeWord("and") else { throw .syntax("Expected AND after BETWEEN") }
        return StatementTerm(kind: .between(left, lower, try sumOperand()), token: start)
    }

    private mutating func sumOperand() throws(StatementFault) -> StatementTerm {
        try rightSide { (parser) throws(StatementFault) in try parser.sum() }
    }

    private mutating func sum() throws(StatementFault) -> StatementTerm {
        let start = current
        var (left, looks) = (try primary(), 0)
        while case .sign(let sign) = current.kind {
            try link(&looks)
            if let arithmetic = Arithmetic(rawValue: sign.rawValue) {
                advance()
                let right = try rightSide { (parser) throws(StatementFault) in try parser.primary() }
                left = StatementTerm(kind: .arithmetic(arithmetic, left, right), token: start)
            } else if sign == .star {
                advance()
                _ = try rightSide { (parser) throws(StatementFault) in try parser.primary() }
                left = StatementTerm(kind: .unsupported("Times"), token: start)
            } else {
                break
            }
        }
        return left
    }

    // MARK: IS and IN

    /// Types by the names of the reference parser; a name may be two words.
    private static let types: [String: [String]] = {
        let number = ["N"]
        let text = ["S"]
        let binary = ["B"]
        var types: [String: [String]] = ["null": ["NULL"], "list": ["L"], "bag": ["SS", "NS", "BS"], "sexp": ["L"]]
        for name in ["bool", "boolean"] { types[name] = ["BOOL"] }
        for name in [
            "smallint", "int", "int2", "int4", "int8", "bigint", "integer", "float", "real", "dec", "decimal",
            "numeric",
        ] {
            types[name] = number
        }
        for name in ["string", "varchar", "char", "character", "symbol", "timestamp"] { types[name] = text }
        for name in ["blob", "clob"] { types[name] = binary }
        for name in ["struct", "tuple"] { types[name] = ["M"] }
        return types
    }()

    private mutating func typeTest(_ left: StatementTerm, _ start: Token) throws(StatementFault) -> StatementTerm {
        let isNegated = takeWord("not")
        guard current.kind == .identifier else { throw .syntax("Expected type name") }
        let name = word
        advance()
        var types: [String]? = nil
        if name == "double" {
            guard takeWord("precision") else { throw .syntax("Expected type name") }
            types = ["N"]
        } else if name != "missing" {
            guard let known = Self.types[name] else { throw .syntax("Expected type name") }
            if name == "character" { _ = takeWord("varying") }
            types = known
        }
        let test = StatementTerm(kind: .hasType(left, types), token: start)
        return isNegated ? StatementTerm(kind: .not(test), token: start) : test
    }

    private mutating func candidates() throws(StatementFault) -> StatementTerm {
        guard !isAtEnd else { throw .syntax("Missing right-hand side expression of infix operator") }
        let start = current
        guard take(.open) else { return try ordering() }
        return StatementTerm(kind: .list(try terms(until: .close)), token: start)
    }

    // MARK: Primaries

    private mutating func primary() throws(StatementFault) -> StatementTerm {
        let token = current
        switch token.kind {
        case .text:
            advance()
            return StatementTerm(kind: .value(.s(unquoted(token))), token: token)
        case .number:
            advance()
            return StatementTerm(kind: .number(text(token)), token: token)
        case .parameter:
            advance()
            parameterCount += 1
            return StatementTerm(kind: .parameter(parameterCount - 1), token: token)
        case .quotedName: return StatementTerm(kind: .path(try path()), token: token)
        case .identifier: return try wordTerm(token)
        case .sign(let sign): return try signTerm(sign, token)
        default: throw unexpected
        }
    }

    private mutating func wordTerm(_ token: Token) throws(StatementFault) -> StatementTerm {
        let name = word
        if following.kind == .sign(.open), !StatementKeywords.contains(name) || StatementKeywords.isFunction(name) {
            return try call(name, token)
        }
        switch name {
        case "true", "false":
            advance()
            return StatementTerm(kind: .value(.bool(name == "true")), token: token)
        case "null":
            advance()
            return StatementTerm(kind: .value(.null), token: token)
        default:
            guard isAtName else { throw unexpected }
            return StatementTerm(kind: .path(try path()), token: token)
        }
    }

    private mutating func call(_ name: String, _ token: Token) throws(StatementFault) -> StatementTerm {
        advance()
        advance()
        if name == "exists", isAtWord("select") {
            let clauses = try deeper { (parser) throws(StatementFault) in try parser.select() }
            guard take(.close) else { throw .syntax("Expected ')'") }
            return StatementTerm(
                kind: .call("exists", [StatementTerm(kind: .statement(clauses), token: token)]), token: token)
        }
        if name == "count", take(.star) {
            guard take(.close) else { throw .syntax("Expected ')'") }
            return StatementTerm(kind: .call(name, []), token: token)
        }
        return StatementTerm(kind: .call(name, try terms(until: .close)), token: token)
    }

    private mutating func signTerm(_ sign: Token.Sign, _ token: Token) throws(StatementFault) -> StatementTerm {
        switch sign {
        case .plus, .minus: return try signed(token)
        case .open:
            advance()
            guard !isAtEnd else { throw .syntax("Unexpected term") }
            var inner = try term()
            guard take(.close) else {
                throw .syntax(current.kind == .sign(.comma) || isAtEnd ? "Unexpected term" : Self.leftover)
            }
            inner.token = token
            return inner
        case .openIndex:
            advance()
            return StatementTerm(kind: .list(try terms(until: .closeIndex)), token: token)
        case .openBag:
            advance()
            return StatementTerm(kind: .bag(try terms(until: .closeBag)), token: token)
        case .openMap:
            advance()
            return StatementTerm(kind: .map(try members()), token: token)
        default: throw unexpected
        }
    }

    /// Signs, which a number takes in.
    private mutating func signed(_ token: Token) throws(StatementFault) -> StatementTerm {
        var isNegative = false
        while case .sign(let sign) = current.kind, sign == .plus || sign == .minus {
            if sign == .minus { isNegative.toggle() }
            advance()
        }
        let inner = try deeper { (parser) throws(StatementFault) in try parser.primary() }
        guard case .number(let digits) = inner.kind else { return StatementTerm(kind: .signed(inner), token: token) }
        return StatementTerm(kind: .number(isNegative ? "-" + digits : digits), token: token)
    }

    /// Terms between commas, and the sign after them.
    private mutating func terms(until end: Token.Sign) throws(StatementFault) -> [StatementTerm] {
        if take(end) { return [] }
        var terms: [StatementTerm] = []
        repeat { terms.append(try term()) } while take(.comma)
        guard take(end) else { throw isAtEnd ? .syntax("Unexpected term") : .syntax("Expected '\(end.rawValue)'") }
        return terms
    }

    private mutating func members() throws(StatementFault) -> [(name: String, value: StatementTerm)] {
        if take(.closeMap) { return [] }
        var members: [(name: String, value: StatementTerm)] = []
        repeat {
            guard current.kind == .text else { throw unexpected }
            let name = unquoted(current)
            advance()
            guard take(.colon) else { throw .syntax("Expected ':'") }
            members.append((name, try term()))
        } while take(.comma)
        guard take(.closeMap) else { throw isAtEnd ? .syntax("Unexpected term") : .syntax("Expected '}'") }
        return members
    }
}
