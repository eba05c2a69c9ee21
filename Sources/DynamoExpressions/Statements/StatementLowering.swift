import DynamoModel

/// Makes the nodes of expressions of a statement's clauses, and refuses what a well-formed statement may not say.
struct StatementLowering {
    let parser: StatementParser
    var paths: [DocumentPath] = []
    var slots: [ParsedStatement.Slot] = []
    var setParameters: [(slot: Int, message: String)] = []

    /// Reads a statement's text.
    static func parse(_ text: String) throws(StatementError) -> ParsedStatement {
        var source: StatementSource?
        do throws(StatementFault) {
            let (parser, root) = try StatementParser.parse(text)
            var lowering = StatementLowering(parser: parser)
            let (clauses, isExistence) = try lowering.clauses(of: root)
            source = lowering.readableSource(clauses)
            return try lowering.statement(clauses, isExistence: isExistence)
        } catch {
            throw StatementError(error: .validation(error.message), source: source)
        }
    }

    /// The clauses of the whole statement; `EXISTS` has those of the statement in it.
    private func clauses(of root: StatementTerm) throws(StatementFault) -> (StatementClauses, isExistence: Bool) {
        switch root.kind {
        case .statement(let clauses): return (clauses, false)
        case .call("exists", let operands):
            guard operands.count == 1, case .statement(let clauses) = operands[0].kind else { throw unsupported(root) }
            return (clauses, true)
        default: throw unsupported(root)
        }
    }

    private func readableSource(_ clauses: StatementClauses) -> StatementSource? {
        guard clauses.source.count == 2 else { return nil }
        return StatementSource(table: clauses.source[0], index: clauses.source[1])
    }

    private mutating func statement(
        _ clauses: StatementClauses, isExistence: Bool
    ) throws(StatementFault) -> ParsedStatement {
        if let refusal = clauses.refusal { throw .refused(refusal) }
        let source = try source(clauses)
        var changeOrder: PathOrder?
        let action: ParsedStatement.Action
        switch clauses.verb {
        case .select: action = isExistence ? .check : try select(clauses)
        case .insert: action = .insert(try item(clauses.item))
        case .update:
            let actions = try update(clauses)
            changeOrder = try order(of: actions)
            action = .update(actions, clauses.returning)
        case .delete: action = .delete(try deletion(clauses.returning))
        }
        let condition: ConditionNode? = if let term = clauses.condition { try condition(term) } else { nil }
        return ParsedStatement(
            action: action, source: source, condition: condition, changeOrder: changeOrder, paths: paths, slots: slots,
            parameterCount: parser.parameterCount, setParameters: setParameters)
    }

    private func source(_ clauses: StatementClauses) throws(StatementFault) -> StatementSource {
        let parts = clauses.source
        guard parts.count <= 2 else { throw .refused("A path may contain at most 2 components in the FROM clause") }
        guard parts.allSatisfy({ !$0.isEmpty }) else { throw .refused("Path component cannot be an empty string") }
        guard parts.count == 2 else { return StatementSource(table: parts[0], index: nil) }
        switch clauses.verb {
        case .select: return StatementSource(table: parts[0], index: parts[1])
        case .insert: throw .refused(StatementParser.oneTable)
        case .update, .delete: throw .refused("This operation is not supported on an index")
        }
    }

    private func deletion(_ returning: StatementReturning?) throws(StatementFault) -> StatementReturning? {
        guard let returning, returning.isModifiedOnly || returning.isNew else { return returning }
        throw .refused(
            "Invalid returning clause: \(returning.text). Only RETURNING ALL OLD * is allowed in DELETE statements.")
    }

    // MARK: SELECT

    private func select(_ clauses: StatementClauses) throws(StatementFault) -> ParsedStatement.Action {
        var projection: [NamedPath]?
        if let terms = clauses.projection {
            var named: [NamedPath] = []
            for term in terms {
                guard case .path(let path) = term.kind else {
                    throw .refused("Unexpected path component at \(parser.place(of: term.token))")
                }
                let name = path.lastName
                guard !named.contains(where: { $0.name.hasSameBytes(as: name) }) else {
                    throw .refused("Duplicate identifiers in select clause")
                }
                named.append(NamedPath(name: name, path: path))
            }
            projection = named
        }
        var order: [StatementOrder] = []
        for entry in clauses.order {
            guard case .path(let path) = entry.term.kind, path.isTopLevel else {
                throw .refused("Unexpected path component at \(parser.place(of: entry.term.token))")
            }
            order.append(StatementOrder(name: path.root, isDescending: entry.isDescending))
        }
        if !order.isEmpty, clauses.condition == nil {
            throw .refused("Must have WHERE clause in the statement when using ORDER BY clause.")
        }
        return .select(projection: projection, order: order)
    }

    // MARK: Tables of paths and values

    mutating func place(of path: DocumentPath) -> Int {
        if let known = paths.firstIndex(of: path) { return known }
        paths.append(path)
        return paths.count - 1
    }

    mutating func place(of slot: ParsedStatement.Slot) -> Int {
        slots.append(slot)
        return slots.count - 1
    }

    func unsupported(_ term: StatementTerm) -> StatementFault {
        .refused("Unsupported operation: \(term.nodeName)")
    }

    func unknown(_ function: String, _ term: StatementTerm) -> StatementFault {
        .refused("Unrecognized function: \(function) at \(parser.place(of: term.token))")
    }
}

extension DocumentPath {
    /// What stands after the last dot.
    fileprivate var lastName: String {
        var name = root
        for element in elements.dropFirst() {
            switch element {
            case .attribute(let attribute): name = attribute
            case .index(let index): name += "[\(index)]"
            }
        }
        return name
    }
}

extension StatementTerm {
    /// What the reference parser calls the node.
    var nodeName: String {
        switch kind {
        case .value, .number: "Lit"
        case .parameter: "Parameter"
        case .path: "Id"
        case .list: "List"
        case .bag: "Bag"
        case .map: "Struct"
        case .call(let name, _): name
        case .signed: "Neg"
        case .not: "Not"
        case .all: "And"
        case .any: "Or"
        case .compare(let comparator, _, _): comparator.nodeName
        case .arithmetic(let arithmetic, _, _): arithmetic == .plus ? "Plus" : "Minus"
        case .between: "Between"
        case .member: "InCollection"
        case .hasType: "IsType"
        case .unsupported(let name): name
        case .statement: "Select"
        }
    }
}

extension Comparator {
    fileprivate var nodeName: String {
        switch self {
        case .equal: "Eq"
        case .notEqual: "Ne"
        case .less: "Lt"
        case .lessOrEqual: "Lte"
        case .greater: "Gt"
        case .greaterOrEqual: "Gte"
        }
    }
}
