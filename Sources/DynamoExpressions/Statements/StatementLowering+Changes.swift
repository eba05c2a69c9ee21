import DynamoModel

extension StatementLowering {
    /// The changes of an update.
    mutating func update(_ clauses: StatementClauses) throws(StatementFault) -> [UpdateAction] {
        var actions: [UpdateAction] = []
        for change in clauses.changes {
            let place = place(of: change.path)
            if let value = change.value {
                actions.append(try assignment(of: value, to: change.path, at: place))
            } else {
                actions.append(UpdateAction(section: .remove, path: place, operand: nil))
            }
        }
        return actions
    }

    func order(of actions: [UpdateAction]) throws(StatementFault) -> PathOrder {
        do throws(ExpressionError) {
            return try PathOrder(actions.map { paths[$0.path] }) { $0 }
        } catch {
            throw .refused(error.kind.message)
        }
    }

    private mutating func assignment(
        of term: StatementTerm, to path: DocumentPath, at place: Int
    ) throws(StatementFault) -> UpdateAction {
        switch term.kind {
        case .call("set_add", let operands):
            let set = try setOperand("SET_ADD", operands, term, path)
            return UpdateAction(section: .add, path: place, operand: set)
        case .call("set_delete", let operands):
            let set = try setOperand("SET_DELETE", operands, term, path)
            return UpdateAction(section: .delete, path: place, operand: set)
        default: return UpdateAction(section: .set, path: place, operand: try assigned(term))
        }
    }

    /// What is assigned: an operand, two of them with a sign, or joined lists. Of functions only `size` is an operand.
    private mutating func assigned(_ term: StatementTerm) throws(StatementFault) -> Operand {
        switch term.kind {
        case .arithmetic(let arithmetic, let left, let right):
            let first = try operand(left)
            return .arithmetic(arithmetic, first, try operand(right))
        case .call("list_append", let operands):
            return .call(.listAppend, try self.operands(operands, of: .listAppend))
        default: return try operand(term)
        }
    }

    /// The set that is added to a set or taken from it: the second argument. The first has to be what is assigned.
    private mutating func setOperand(
        _ name: String, _ operands: [StatementTerm], _ term: StatementTerm, _ path: DocumentPath
    ) throws(StatementFault) -> Operand {
        let place = parser.place(of: term.token)
        guard operands.count == 2 else { throw .refused("\(name) must have exactly two arguments at \(place)") }
        guard case .path(let first) = operands[0].kind, first == path else {
            throw .refused("The first argument to \(name) must equal the assignment value at \(place)")
        }
        let message =
            "The second argument to \(name) must be a value with type SET at "
            + parser.place(of: operands[0].token)
        switch operands[1].kind {
        case .bag: break
        case .parameter(let number):
            let slot = self.place(of: .parameter(number))
            setParameters.append((slot, message))
            return .value(slot)
        default: throw .refused(message)
        }
        return .value(self.place(of: .literal(try value(operands[1]))))
    }

    /// The attributes of an `INSERT`.
    mutating func item(_ term: StatementTerm?) throws(StatementFault) -> [(name: String, value: Int)] {
        guard let term else { throw .syntax("Unexpected term") }
        guard case .map(let members) = term.kind else {
            throw .refused("Unsupported data type: \(term.typeName) under key root at \(parser.place(of: term.token))")
        }
        var attributes: [(name: String, value: Int)] = []
        for (name, member) in members {
            if case .parameter(let number) = member.kind {
                attributes.append((name, place(of: .parameter(number))))
            } else {
                attributes.append((name, place(of: .literal(try value(member)))))
            }
        }
        return attributes
    }

    // MARK: Literals

    /// The value of a literal.
    func value(_ term: StatementTerm) throws(StatementFault) -> AttributeValue {
        let value = try value(term, under: "root")
        guard value.depth < DynamoLimits.nesting else { throw .refused(StatementFault.tooDeep) }
        return value
    }

    private func value(_ term: StatementTerm, under path: String) throws(StatementFault) -> AttributeValue {
        switch term.kind {
        case .value(let value): return value
        case .number(let text): return .n(try number(text, under: path))
        case .list(let terms):
            var elements: [AttributeValue] = []
            for (index, element) in terms.enumerated() {
                elements.append(try value(element, under: "\(path)[\(index)]"))
            }
            return .l(elements)
        case .map(let members):
            var map = AttributeMap()
            for (name, member) in members { map[name] = try value(member, under: "\(path).\(name)") }
            return .m(map)
        case .bag(let terms): return try set(terms, under: path)
        default:
            throw .refused(
                "Unsupported data type: \(term.typeName) under key \(path) at \(parser.place(of: term.token))")
        }
    }

    private func number(_ text: String, under path: String) throws(StatementFault) -> DynamoNumber {
        do throws(DynamoNumberError) {
            return try DynamoNumber(text)
        } catch {
            throw .refused("\(error.description) under \(path)")
        }
    }

    private func set(_ terms: [StatementTerm], under path: String) throws(StatementFault) -> AttributeValue {
        guard !terms.isEmpty else { throw .refused("Empty bags are not supported") }
        var texts: [String] = []
        var numbers: [DynamoNumber] = []
        for term in terms {
            switch term.kind {
            case .value(.s(let text)): texts.append(text)
            case .number(let text): numbers.append(try number(text, under: path))
            default: throw Self.wrongBag
            }
        }
        guard texts.isEmpty || numbers.isEmpty else { throw Self.wrongBag }
        do throws(AttributeSetError) {
            return texts.isEmpty ? .ns(try AttributeSet(numbers)) : .ss(try AttributeSet(texts))
        } catch {
            let shown = texts.isEmpty ? numbers.map(\.description) : texts
            throw .refused(
                "One or more parameter values were invalid: Input collection [\(shown.joined(separator: ", "))] "
                    + "contains duplicates.")
        }
    }

    private static let wrongBag = StatementFault.refused(
        "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags")
}

extension StatementTerm {
    /// What the service calls a term that is no value: a function by its name.
    fileprivate var typeName: String { nodeName }
}
