import DynamoModel

extension Binder {
    /// The update with its stand-ins resolved and all that can be checked without an item checked.
    mutating func update(_ syntax: UpdateSyntax, keyAttributes: [String]) throws(ExpressionError) -> Update {
        var actions: [Update.Action] = []
        for action in syntax.actions {
            switch action {
            case .set(let path, let operand):
                actions.append(.set(try self.path(path), try updateOperand(operand)))
            case .remove(let path): actions.append(.remove(try self.path(path)))
            case .add(let path, let operand):
                actions.append(.add(try self.path(path), try constant(operand, "ADD")))
            case .delete(let path, let operand):
                actions.append(.delete(try self.path(path), try constant(operand, "DELETE")))
            }
        }
        let paths = actions.map(\.path)
        try checkApart(paths)
        for path in paths where keyAttributes.contains(where: { $0.hasSameBytes(as: path.root) }) {
            throw ExpressionError(.keyAttribute(path.root), at: 0)
        }
        return Update(actions: actions)
    }

    private mutating func updateOperand(_ syntax: OperandSyntax) throws(ExpressionError) -> UpdateOperand {
        switch syntax {
        case .path(let syntax): return .path(try path(syntax))
        case .value(let placeholder, let offset): return .value(try value(placeholder, at: offset))
        case .arithmetic(let left, let isSubtraction, let right):
            let (a, b) = (try updateOperand(left), try updateOperand(right))
            for case .value(let value) in [a, b] where value.number == nil {
                throw ExpressionError(
                    .wrongOperandType(function: isSubtraction ? "-" : "+", type: value.typeName), at: 0)
            }
            return .arithmetic(a, isSubtraction: isSubtraction, b)
        case .function(let function): return try updateFunction(function)
        }
    }

    private mutating func updateFunction(_ function: FunctionSyntax) throws(ExpressionError) -> UpdateOperand {
        switch function.name {
        case "if_not_exists":
            try checkCount(function, 2)
            guard case .path(let syntax) = function.operands[0] else {
                throw ExpressionError(.operandNotPath(function: function.name), at: function.offset)
            }
            return .ifNotExists(try path(syntax), try updateOperand(function.operands[1]))
        case "list_append":
            try checkCount(function, 2)
            let (a, b) = (try updateOperand(function.operands[0]), try updateOperand(function.operands[1]))
            for case .value(let value) in [a, b] where value.list == nil {
                throw ExpressionError(
                    .wrongOperandType(function: function.name, type: value.typeName), at: function.offset)
            }
            return .listAppend(a, b)
        case "attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains", "size":
            throw ExpressionError(.functionNotAllowed(function.name), at: function.offset)
        default: throw ExpressionError(.invalidFunction(function.name), at: function.offset)
        }
    }

    /// The value that ADD or DELETE takes: a set, or for ADD a number.
    private mutating func constant(_ syntax: OperandSyntax, _ section: String) throws(ExpressionError) -> AttributeValue
    {
        guard case .value(let placeholder, let offset) = syntax else {
            throw ExpressionError(.syntax(token: section, near: section), at: 0)
        }
        let value = try value(placeholder, at: offset)
        switch value {
        case .ss, .ns, .bs: return value
        case .n where section == "ADD": return value
        default: throw ExpressionError(.wrongSectionOperand(section: section, type: value.longTypeName), at: offset)
        }
    }

    /// No path may be another one's beginning, and where two part, both must go on by name or both by index.
    private func checkApart(_ paths: [DocumentPath]) throws(ExpressionError) {
        for (position, one) in paths.enumerated() {
            for two in paths[(position + 1)...] { try checkApart(one, two) }
        }
    }

    private func checkApart(_ one: DocumentPath, _ two: DocumentPath) throws(ExpressionError) {
        for (a, b) in zip(one.elements, two.elements) where a != b {
            switch (a, b) {
            case (.attribute, .index), (.index, .attribute):
                throw ExpressionError(.conflict(one.description, two.description), at: 0)
            default: return
            }
        }
        throw ExpressionError(.overlap(one.description, two.description), at: 0)
    }
}

extension AttributeValue {
    /// The type as messages about ADD and DELETE name it.
    fileprivate var longTypeName: String {
        switch self {
        case .s: "STRING"
        case .n: "NUMBER"
        case .b: "BINARY"
        case .bool: "BOOLEAN"
        case .null: "NULL"
        case .m: "MAP"
        case .l: "LIST"
        case .ss, .ns, .bs: "SET"
        }
    }
}
