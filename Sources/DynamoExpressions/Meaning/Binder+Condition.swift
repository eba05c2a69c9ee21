import DynamoModel

extension Binder {
    /// The condition with its stand-ins resolved and all that can be checked without an item checked.
    mutating func condition(_ syntax: ConditionSyntax) throws(ExpressionError) -> ConditionNode {
        switch syntax {
        case .comparison(let left, let comparator, let right, let offset):
            let (a, b) = (try operand(left), try operand(right))
            try checkDistinct(a, [b], comparator.rawValue, offset)
            if comparator != .equal, comparator != .notEqual {
                for case let value? in [a.constant, b.constant] {
                    try checkOrdered(value, comparator.rawValue, offset)
                }
            }
            return .comparison(a, comparator, b)
        case .between(let value, let lower, let upper, let offset):
            let (a, low, high) = (try operand(value), try operand(lower), try operand(upper))
            try checkBounds(low.constant, high.constant, offset)
            return .between(a, low, high)
        case .oneOf(let value, let candidates, let offset):
            let first = try operand(value)
            var others: [ConditionOperand] = []
            for candidate in candidates { others.append(try operand(candidate)) }
            try checkDistinct(first, others, "IN", offset)
            return .oneOf(first, others)
        case .function(let function): return try predicate(function)
        case .and(let left, let right): return .and(try condition(left), try condition(right))
        case .or(let left, let right): return .or(try condition(left), try condition(right))
        case .not(let inner): return .not(try condition(inner))
        }
    }

    private mutating func operand(_ syntax: OperandSyntax) throws(ExpressionError) -> ConditionOperand {
        switch syntax {
        case .path(let syntax): return .path(try path(syntax))
        case .value(let placeholder, let offset): return .value(try value(placeholder, at: offset))
        case .function(let function):
            guard function.name == "size" else { throw misplaced(function) }
            try checkCount(function, 1)
            let inner = try operand(function.operands[0])
            if case .size = inner { throw ExpressionError(.functionNotAllowed("size"), at: function.offset) }
            if let constant = inner.constant, constant.sizeInExpressions == nil {
                throw ExpressionError(
                    .wrongOperandType(function: "size", type: constant.typeName), at: function.offset)
            }
            return .size(inner)
        case .arithmetic(_, let isSubtraction, _):
            // The grammar of conditions has no arithmetic, so that the parser never makes it here.
            throw ExpressionError(.syntax(token: isSubtraction ? "-" : "+", near: ""), at: 0)
        }
    }

    private func misplaced(_ function: FunctionSyntax) -> ExpressionError {
        let known = [
            "attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains", "size",
            "if_not_exists", "list_append",
        ]
        return ExpressionError(
            known.contains(function.name) ? .functionNotAllowed(function.name) : .invalidFunction(function.name),
            at: function.offset)
    }

    private mutating func predicate(_ function: FunctionSyntax) throws(ExpressionError) -> ConditionNode {
        switch function.name {
        case "attribute_exists":
            try checkCount(function, 1)
            return .exists(try pathOperand(function, 0))
        case "attribute_not_exists":
            try checkCount(function, 1)
            return .notExists(try pathOperand(function, 0))
        case "attribute_type":
            try checkCount(function, 2)
            return .isType(try pathOperand(function, 0), try typeOperand(function))
        case "begins_with":
            try checkCount(function, 2)
            let (whole, part) = try distinctPair(function)
            for case let value? in [whole.constant, part.constant] {
                switch value {
                case .s, .b: break
                default: throw wrongType(function, value)
                }
            }
            return .beginsWith(whole, part)
        case "contains":
            try checkCount(function, 2)
            let (whole, part) = try distinctPair(function)
            return .contains(whole, part)
        default: throw misplaced(function)
        }
    }

    private mutating func distinctPair(
        _ function: FunctionSyntax
    ) throws(ExpressionError) -> (ConditionOperand, ConditionOperand) {
        let (first, second) = (try operand(function.operands[0]), try operand(function.operands[1]))
        try checkDistinct(first, [second], function.name, function.offset)
        return (first, second)
    }

    private mutating func pathOperand(_ function: FunctionSyntax, _ index: Int) throws(ExpressionError) -> DocumentPath
    {
        guard case .path(let syntax) = function.operands[index] else {
            throw ExpressionError(.operandNotPath(function: function.name), at: function.offset)
        }
        return try path(syntax)
    }

    private mutating func typeOperand(_ function: FunctionSyntax) throws(ExpressionError) -> String {
        guard case .value(let placeholder, let offset) = function.operands[1] else {
            throw ExpressionError(.wrongOperandType(function: function.name, type: "PATH"), at: function.offset)
        }
        let value = try value(placeholder, at: offset)
        guard case .s(let name) = value else { throw wrongType(function, value) }
        guard ["S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS"].contains(name) else {
            throw ExpressionError(.invalidTypeName(name), at: offset)
        }
        return name
    }

    private func wrongType(_ function: FunctionSyntax, _ value: AttributeValue) -> ExpressionError {
        ExpressionError(.wrongOperandType(function: function.name, type: value.typeName), at: function.offset)
    }

    func checkCount(_ function: FunctionSyntax, _ count: Int) throws(ExpressionError) {
        guard function.operands.count == count else {
            throw ExpressionError(
                .wrongOperandCount(function: function.name, count: function.operands.count), at: function.offset)
        }
    }

    private func checkOrdered(_ value: AttributeValue, _ sign: String, _ offset: Int) throws(ExpressionError) {
        switch value {
        case .s, .n, .b: return
        default: throw ExpressionError(.wrongOperandType(function: sign, type: value.typeName), at: offset)
        }
    }

    func checkBounds(_ lower: AttributeValue?, _ upper: AttributeValue?, _ offset: Int) throws(ExpressionError) {
        for case let value? in [lower, upper] { try checkOrdered(value, "BETWEEN", offset) }
        guard let lower, let upper else { return }
        guard let order = lower.order(with: upper) else {
            throw ExpressionError(
                .boundsOfDifferentTypes(lower: lower.typeName, upper: upper.typeName), at: offset)
        }
        guard order <= 0 else {
            throw ExpressionError(.boundsInverted(lower: lower.typeName, upper: upper.typeName), at: offset)
        }
    }

    private func checkDistinct(
        _ first: ConditionOperand, _ others: [ConditionOperand], _ sign: String, _ offset: Int
    ) throws(ExpressionError) {
        guard case .path(let path) = first else { return }
        for case .path(let other) in others where other == path {
            throw ExpressionError(.notDistinct(operator: sign, first: path.description), at: offset)
        }
    }
}
