import DynamoModel

extension StatementLowering {
    /// A term as a condition.
    mutating func condition(_ term: StatementTerm) throws(StatementFault) -> ConditionNode {
        switch term.kind {
        case .all(let terms): return .all(try conditions(terms))
        case .any(let terms): return .any(try conditions(terms))
        case .not(let inner): return .not(try condition(inner))
        case .compare(let comparator, let left, let right): return try comparison(comparator, left, right)
        case .between(let operand, let lower, let upper):
            return .between(try self.operand(operand), try self.operand(lower), try self.operand(upper))
        case .member(let operand, let candidates): return try membership(operand, candidates)
        case .hasType(let operand, let types): return try typeTest(operand, types)
        case .call(let name, let operands): return try call(name, operands, term)
        default: throw unsupported(term)
        }
    }

    private mutating func conditions(_ terms: [StatementTerm]) throws(StatementFault) -> [ConditionNode] {
        var nodes: [ConditionNode] = []
        nodes.reserveCapacity(terms.count)
        for term in terms { nodes.append(try condition(term)) }
        return nodes
    }

    /// A comparison of operands; or of a condition with a boolean, which says whether it has to hold.
    private mutating func comparison(
        _ comparator: Comparator, _ left: StatementTerm, _ right: StatementTerm
    ) throws(StatementFault) -> ConditionNode {
        guard comparator == .equal || comparator == .notEqual else {
            return .compare(comparator, try operand(left), try operand(right))
        }
        for (condition, wanted) in [(left, right), (right, left)] where condition.isCondition {
            guard case .value(.bool(let truth)) = wanted.kind else { continue }
            let node = try self.condition(condition)
            return truth == (comparator == .equal) ? node : .not(node)
        }
        return .compare(comparator, try operand(left), try operand(right))
    }

    private mutating func membership(
        _ operand: StatementTerm, _ candidates: StatementTerm
    ) throws(StatementFault) -> ConditionNode {
        guard case .list(let terms) = candidates.kind else { throw unsupported(candidates) }
        guard !terms.isEmpty else {
            throw .refused("The IN operator is provided with too few operands; number of operands: 0")
        }
        guard terms.count <= DynamoLimits.inOperands else {
            throw .refused(ExpressionError.Kind.tooManyInOperands(count: terms.count).message)
        }
        let subject = try self.operand(operand)
        var operands: [Operand] = []
        for term in terms { operands.append(try self.operand(term)) }
        return .member(subject, operands)
    }

    private mutating func typeTest(
        _ operand: StatementTerm, _ types: [String]?
    ) throws(StatementFault) -> ConditionNode {
        guard case .path(let path) = operand.kind else {
            throw .refused(ExpressionError.Kind.pathRequired(operation: "IS").message)
        }
        let subject = Operand.path(place(of: path))
        guard let types else { return .function(.attributeNotExists, [subject]) }
        let tests = types.map { type in
            ConditionNode.function(.attributeType, [subject, .value(place(of: .literal(.s(type))))])
        }
        return tests.count == 1 ? tests[0] : .any(tests)
    }

    private mutating func call(
        _ name: String, _ operands: [StatementTerm], _ term: StatementTerm
    ) throws(StatementFault) -> ConditionNode {
        guard let function = ExpressionFunction(rawValue: name), function.isCondition else { throw unknown(name, term) }
        return .function(function, try self.operands(operands, of: function))
    }

    mutating func operands(
        _ terms: [StatementTerm], of function: ExpressionFunction
    ) throws(StatementFault) -> [Operand] {
        guard terms.count == function.operandCount else {
            throw .refused(
                ExpressionError.Kind.operandCount(operation: function.rawValue, count: terms.count).message)
        }
        var operands: [Operand] = []
        for term in terms { operands.append(try operand(term)) }
        return operands
    }

    /// A term as an operand of a condition.
    mutating func operand(_ term: StatementTerm) throws(StatementFault) -> Operand {
        switch term.kind {
        case .path(let path): return .path(place(of: path))
        case .parameter(let number): return .value(place(of: .parameter(number)))
        case .value, .number, .list, .bag, .map: return .value(place(of: .literal(try value(term))))
        case .call("size", let operands): return .call(.size, try self.operands(operands, of: .size))
        case .call(let name, _): throw unknown(name, term)
        default: throw unsupported(term)
        }
    }
}

extension StatementTerm {
    /// Whether the term holds or does not.
    fileprivate var isCondition: Bool {
        switch kind {
        case .all, .any, .not, .compare, .between, .member, .hasType: true
        case .call(let name, _): ExpressionFunction(rawValue: name)?.isCondition ?? false
        default: false
        }
    }
}
