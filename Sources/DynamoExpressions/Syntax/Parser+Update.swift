import DynamoModel

// update  = section { section }
// section = SET path "=" sum { "," … } | REMOVE path { "," … } | ADD path value { "," … } | DELETE path value { "," … }
// sum     = "(" sum ")" | operand [ ("+" | "-") operand ]
// operand = "(" operand ")" | path | value | function "(" operand { "," operand } ")"

extension Parser {
    mutating func update() throws(ExpressionError) -> [UpdateAction] {
        var actions: [UpdateAction] = []
        var seen: Set<UpdateAction.Section> = []
        repeat {
            let section = try sectionName()
            repeat { actions.append(try action(section)) } while take(.comma)
            // What is wrong within the section comes before its being there twice.
            if !seen.insert(section).inserted {
                remember(.repeatedSection(section.rawValue), at: current.start)
            }
        } while current.kind != .end
        return actions
    }

    private mutating func sectionName() throws(ExpressionError) -> UpdateAction.Section {
        guard case .keyword(let keyword) = current.kind, let section = UpdateAction.Section(rawValue: keyword.rawValue)
        else { throw syntaxError() }
        advance()
        return section
    }

    private mutating func action(_ section: UpdateAction.Section) throws(ExpressionError) -> UpdateAction {
        let path = try path()
        switch section {
        case .set:
            try expect(.equal)
            return UpdateAction(section: section, path: path, operand: try sum())
        case .remove: return UpdateAction(section: section, path: path, operand: nil)
        case .add, .delete: return UpdateAction(section: section, path: path, operand: try value())
        }
    }

    private mutating func sum() throws(ExpressionError) -> Operand {
        if current.kind == .sign(.open), following.kind != .sign(.open) {
            try expect(.open)
            let inner = try plainSum()
            try expect(.close)
            // What was only an operand in parentheses can go on.
            if case .arithmetic = inner { return inner }
            return try rest(of: inner)
        }
        if current.kind == .sign(.open) {
            return try wrappedSum()
        }
        return try plainSum()
    }

    /// `((a) + (b))`.
    private mutating func wrappedSum() throws(ExpressionError) -> Operand {
        let start = current.start
        try expect(.open)
        let inner = try plainSum()
        guard case .arithmetic = inner else { throw ExpressionError(.redundantParentheses, at: start) }
        try expect(.close)
        return inner
    }

    private mutating func plainSum() throws(ExpressionError) -> Operand {
        let first = try updateOperand()
        return try rest(of: first)
    }

    private mutating func rest(of first: Operand) throws(ExpressionError) -> Operand {
        guard case .sign(let sign) = current.kind, let arithmetic = Arithmetic(rawValue: sign.rawValue) else {
            return first
        }
        try countOperator(at: current.start)
        advance()
        return .arithmetic(arithmetic, first, try updateOperand())
    }

    private mutating func updateOperand() throws(ExpressionError) -> Operand {
        if current.kind == .sign(.open) {
            guard following.kind != .sign(.open) else {
                throw ExpressionError(.redundantParentheses, at: current.start)
            }
            try expect(.open)
            let operand = try updateOperand()
            try expect(.close)
            return operand
        }
        if isAtCall { return try updateCall() }
        return current.kind == .value ? try value() : .path(try path())
    }

    private mutating func updateCall() throws(ExpressionError) -> Operand {
        let token = current
        let name = text(token)
        try countOperator(at: token.start)
        advance()
        let operands = try operandList { (parser) throws(ExpressionError) in try parser.updateOperand() }
        guard let function = ExpressionFunction(rawValue: name) else {
            remember(.unknownFunction(name), at: token.start)
            return operands[0]
        }
        if !function.isForUpdates { remember(.functionNotInUpdate(name), at: token.start) }
        return .call(function, operands)
    }
}
