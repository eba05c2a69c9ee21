import DynamoModel

/// The checks of a bound expression that need no item: the service makes them before it reads one.
struct OperandChecks {
    /// The text that is checked, for the places of faults; nil for a tree, which has none.
    let text: ParsedExpression?
    let bindings: Bindings

    /// Checks a condition, in the order in which it is written.
    func check(_ node: ConditionNode) throws(ExpressionError) {
        switch node {
        case .all(let nodes), .any(let nodes): for node in nodes { try check(node) }
        case .not(let node): try check(node)
        // The most frequent condition: equality with a value, of which nothing is wrong.
        case .compare(.equal, .path, .value): return
        case .compare(let comparator, let left, let right):
            try check([left, right])
            try checkDistinct(comparator.rawValue, [left, right])
            guard comparator != .equal, comparator != .notEqual else { return }
            try checkOrdered(comparator.rawValue, [left, right])
        case .between(let operand, let lower, let upper):
            try check([operand, lower, upper])
            try checkDistinct("BETWEEN", [operand, lower, upper])
            try checkOrdered("BETWEEN", [operand, lower, upper])
            try checkBounds(lower, upper)
        case .member(let operand, let candidates):
            try check([operand] + candidates)
            try checkDistinct("IN", [operand] + candidates)
        case .function(let function, let operands): try check(function, operands)
        }
    }

    /// Checks what an update sets, adds or deletes.
    func check(_ action: UpdateAction) throws(ExpressionError) {
        guard let operand = action.operand else { return }
        switch action.section {
        case .set, .remove: try check([operand])
        case .add, .delete:
            guard let type = staticType(operand) else { return }
            let isAllowed = ["SS", "NS", "BS"].contains(type) || (action.section == .add && type == "N")
            guard !isAllowed else { return }
            throw error(
                .sectionOperandType(section: action.section.rawValue, type: Self.longName(ofType: type)), at: operand)
        }
    }

    private func check(_ operands: [Operand]) throws(ExpressionError) {
        for operand in operands {
            switch operand {
            case .path, .value: break
            case .call(let function, let operands): try check(function, operands)
            case .arithmetic(let arithmetic, let left, let right):
                try check([left, right])
                try checkTypes(arithmetic.rawValue, [left, right], ["N"])
            }
        }
    }
}

// MARK: - Functions

extension OperandChecks {
    private func check(_ function: ExpressionFunction, _ operands: [Operand]) throws(ExpressionError) {
        let name = function.rawValue
        guard operands.count == function.operandCount else {
            throw error(.operandCount(operation: name, count: operands.count), at: operands[0])
        }
        try check(operands)
        switch function {
        case .attributeExists, .attributeNotExists, .ifNotExists: try checkIsPath(name, operands[0])
        case .attributeType:
            try checkIsPath(name, operands[0])
            try checkTypeName(operands[1])
        case .beginsWith:
            try checkDistinct(name, operands)
            try checkTypes(name, operands, ["S", "B"])
        case .contains: try checkDistinct(name, operands)
        case .size: try checkTypes(name, operands, ["S", "B", "SS", "NS", "BS", "L", "M"])
        case .listAppend: try checkTypes(name, operands, ["L"])
        }
    }

    private func checkIsPath(_ name: String, _ operand: Operand) throws(ExpressionError) {
        if case .path = operand { return }
        throw error(.pathRequired(operation: name), at: operand)
    }

    private func checkTypeName(_ operand: Operand) throws(ExpressionError) {
        let name = ExpressionFunction.attributeType.rawValue
        guard case .value(let index) = operand else {
            // The service names all types that a path could have.
            let type = staticType(operand) ?? "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}"
            throw error(.operandType(operation: name, type: type), at: operand)
        }
        guard let text = bindings.values[index].string else {
            throw error(.operandType(operation: name, type: bindings.values[index].typeName), at: operand)
        }
        guard ["S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS"].contains(where: text.hasSameBytes(as:)) else {
            throw error(.attributeTypeName(text), at: operand)
        }
    }
}

// MARK: - Operands

extension OperandChecks {
    /// The type that an operand has whatever the item is; nil for what depends on the item.
    private func staticType(_ operand: Operand) -> String? {
        switch operand {
        case .value(let index): bindings.values[index].typeName
        case .call(.size, _): "N"
        case .path, .call, .arithmetic: nil
        }
    }

    private func checkOrdered(_ operation: String, _ operands: [Operand]) throws(ExpressionError) {
        try checkTypes(operation, operands, ["S", "N", "B"])
    }

    private func checkTypes(
        _ operation: String, _ operands: [Operand], _ allowed: [String]
    ) throws(ExpressionError) {
        for operand in operands {
            guard let type = staticType(operand), !allowed.contains(type) else { continue }
            throw error(.operandType(operation: operation, type: type), at: operand)
        }
    }

    /// The first operand, if it is a path, may not come again: the outcome would not depend on the item.
    private func checkDistinct(_ operation: String, _ operands: [Operand]) throws(ExpressionError) {
        guard case .path(let first) = operands[0] else { return }
        for case .path(let other) in operands.dropFirst() where bindings.paths[other] == bindings.paths[first] {
            throw error(.notDistinct(operation: operation, path: bindings.paths[first]), at: operands[0])
        }
    }

    private func checkBounds(_ lower: Operand, _ upper: Operand) throws(ExpressionError) {
        guard case .value(let first) = lower, case .value(let second) = upper else { return }
        let (low, high) = (bindings.values[first], bindings.values[second])
        guard low.typeName == high.typeName else { throw error(.betweenTypes(lower: low, upper: high), at: lower) }
        if let order = low.order(comparedWith: high), order > 0 {
            throw error(.betweenOrder(lower: low, upper: high), at: lower)
        }
    }

    private func error(_ kind: ExpressionError.Kind, at operand: Operand) -> ExpressionError {
        ExpressionError(kind, at: offset(of: operand))
    }

    private func offset(of operand: Operand) -> Int {
        switch operand {
        case .path(let index): text?.paths[index].offset ?? 0
        case .value(let index): text?.values[index].offset ?? 0
        case .call(_, let operands): offset(of: operands[0])
        case .arithmetic(_, let left, _): offset(of: left)
        }
    }

    private static func longName(ofType type: String) -> String {
        switch type {
        case "S": "STRING"
        case "N": "NUMBER"
        case "B": "BINARY"
        case "BOOL": "BOOLEAN"
        case "M": "MAP"
        case "L": "LIST"
        default: type
        }
    }
}

extension AttributeValue {
    /// Three-way order of two texts, numbers or binaries; nil for values that have no order.
    func order(comparedWith other: AttributeValue) -> Int? {
        switch (self, other) {
        case (.s(let a), .s(let b)): a.compareBytes(with: b)
        case (.n(let a), .n(let b)): a.compare(with: b)
        case (.b(let a), .b(let b)): a.compareBytes(with: b)
        default: nil
        }
    }
}
