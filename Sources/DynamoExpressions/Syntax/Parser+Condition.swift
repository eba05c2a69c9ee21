import DynamoModel

// condition  = conjunction { OR conjunction }
// conjunction = negation { AND negation }
// negation   = { NOT } primary
// primary    = "(" condition ")" | operand comparator operand | operand BETWEEN operand AND operand
//            | operand IN "(" operand { "," operand } ")" | function
// operand    = "(" operand ")" | path | value | size "(" operand ")"
//
// Whether a parenthesis encloses a condition or an operand shows only after it, so that these rules return a `Phrase`.

/// What has been read so far: a condition, or something that may become part of one.
private enum Phrase {
    case condition(ConditionNode)
    case operand(Operand, start: Int)
    /// A function that is a condition, unless a comparator follows, which is a fault. Nil for one that is not known,
    /// whose fault has been remembered: what is made of it does not matter.
    case call(ExpressionFunction?, [Operand], start: Int)
}

extension Parser {
    mutating func condition() throws(ExpressionError) -> ConditionNode {
        let phrase = try disjunction()
        return try asCondition(phrase)
    }

    private mutating func disjunction() throws(ExpressionError) -> Phrase {
        let first = try conjunction()
        guard current.kind == .keyword(.or) else { return first }
        var conditions = [try asCondition(first)]
        while current.kind == .keyword(.or) {
            try takeOperator()
            let next = try conjunction()
            conditions.append(try asCondition(next))
        }
        return .condition(.any(conditions))
    }

    private mutating func conjunction() throws(ExpressionError) -> Phrase {
        let first = try negation()
        guard current.kind == .keyword(.and) else { return first }
        var conditions = [try asCondition(first)]
        while current.kind == .keyword(.and) {
            try takeOperator()
            let next = try negation()
            conditions.append(try asCondition(next))
        }
        return .condition(.all(conditions))
    }

    private mutating func negation() throws(ExpressionError) -> Phrase {
        var count = 0
        while current.kind == .keyword(.not) {
            try takeOperator()
            count += 1
        }
        let phrase = try primary()
        guard count > 0 else { return phrase }
        var condition = try asCondition(phrase)
        for _ in 0..<count { condition = .not(condition) }
        return .condition(condition)
    }

    private mutating func takeOperator() throws(ExpressionError) {
        try countOperator(at: current.start)
        advance()
    }

    private mutating func primary() throws(ExpressionError) -> Phrase {
        let phrase = current.kind == .sign(.open) ? try parenthesised() : try atom()
        if case .condition = phrase { return phrase }
        guard let comparison = try comparison(of: phrase) else { return phrase }
        return .condition(comparison)
    }

    /// `( … )`. Two parentheses around the same thing are a fault.
    private mutating func parenthesised() throws(ExpressionError) -> Phrase {
        let open = position
        try expect(.open)
        let phrase = try deeper { (parser) throws(ExpressionError) in try parser.disjunction() }
        if current.kind == .sign(.close), let lastGroup, lastGroup == (open + 1)...(position - 1) {
            throw ExpressionError(.redundantParentheses, at: tokens[open].start)
        }
        try expect(.close)
        lastGroup = open...(position - 1)
        return phrase
    }
}

// MARK: - Comparisons

extension Parser {
    /// The comparison that the phrase is the first operand of, or nil when no operator follows.
    private mutating func comparison(of phrase: Phrase) throws(ExpressionError) -> ConditionNode? {
        let token = current
        switch token.kind {
        case .sign(let sign):
            guard let comparator = Comparator(rawValue: sign.rawValue) else { return nil }
            try takeOperator()
            return .compare(comparator, asOperand(phrase), try conditionOperand())
        case .keyword(.between):
            try takeOperator()
            let lower = try conditionOperand()
            try expect(.and)
            return .between(asOperand(phrase), lower, try conditionOperand())
        case .keyword(.in):
            try takeOperator()
            let candidates = try operandList { (parser) throws(ExpressionError) in try parser.conditionOperand() }
            if candidates.count > DynamoLimits.inOperands {
                remember(.tooManyInOperands(count: candidates.count), at: token.start)
            }
            return .member(asOperand(phrase), candidates)
        default: return nil
        }
    }

    /// An operand, in parentheses or not.
    private mutating func conditionOperand() throws(ExpressionError) -> Operand {
        guard current.kind == .sign(.open) else { return asOperand(try atom()) }
        guard following.kind != .sign(.open) else {
            throw ExpressionError(.redundantParentheses, at: current.start)
        }
        try expect(.open)
        let operand = asOperand(try atom())
        try expect(.close)
        return operand
    }

    private mutating func atom() throws(ExpressionError) -> Phrase {
        let start = current.start
        if isAtCall { return try call() }
        if current.kind == .value { return .operand(try value(), start: start) }
        return .operand(.path(try path()), start: start)
    }

    private mutating func call() throws(ExpressionError) -> Phrase {
        let token = current
        let name = text(token)
        try takeOperator()
        let operands = try operandList { (parser) throws(ExpressionError) in try parser.conditionOperand() }
        guard let function = ExpressionFunction(rawValue: name) else {
            remember(.unknownFunction(name), at: token.start)
            return .call(nil, operands, start: token.start)
        }
        if function.isForUpdates {
            remember(.functionNotInCondition(name), at: token.start)
        } else if operands.count != function.operandCount {
            remember(.operandCount(operation: name, count: operands.count), at: token.start)
        }
        return function.isCondition
            ? .call(function, operands, start: token.start)
            : .operand(.call(function, operands), start: token.start)
    }

    private mutating func asOperand(_ phrase: Phrase) -> Operand {
        switch phrase {
        case .operand(let operand, _): return operand
        case .call(let function, let operands, let start):
            if let function { remember(.misplacedFunction(function.rawValue), at: start) }
            return operands[0]
        case .condition: return .path(0)
        }
    }

    private mutating func asCondition(_ phrase: Phrase) throws(ExpressionError) -> ConditionNode {
        switch phrase {
        case .condition(let condition): return condition
        case .call(let function, let operands, _): return .function(function ?? .attributeExists, operands)
        case .operand(.call(let function, let operands), let start):
            remember(.misplacedFunction(function.rawValue), at: start)
            return .function(function, operands)
        case .operand: throw syntaxError()
        }
    }
}
