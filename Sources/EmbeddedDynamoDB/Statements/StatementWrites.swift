import DynamoExpressions
import DynamoModel
import TableStore

extension TableEngine {
    /// A statement's text with its parameters.
    struct BoundStatement {
        let statement: ParsedStatement
        let bindings: Bindings

        /// A condition over the statement's values and one attribute beside them: the places of the statement's own
        /// paths stay.
        func condition(_ attribute: String, _ make: (Operand) -> ConditionNode) -> Condition {
            var bindings = bindings
            bindings.paths.append(DocumentPath(attribute: attribute))
            return Condition(make(.path(bindings.paths.count - 1)), bindings)
        }
    }

    /// Parses a statement and puts its parameters in.
    ///
    /// - Throws: `validation` in the service's words.
    func bind(_ text: String, _ parameters: [AttributeValue]) throws(EngineFault) -> BoundStatement {
        let statement: ParsedStatement
        do throws(StatementError) {
            statement = try StatementCache.shared.parsed(text)
        } catch {
            if let source = error.source { try checkSingleAttributes(source) }
            throw .request(error.error)
        }
        let bindings = try Self.parsing { () throws(DynamoDBError) in try statement.bound(parameters) }
        return BoundStatement(statement: statement, bindings: bindings)
    }

    /// Refuses an index whose key has several attributes of a kind, before what else is wrong with the statement.
    func checkSingleAttributes(_ source: StatementSource) throws(EngineFault) {
        guard let name = source.index, let index = try? table(source.table).index(named: name) else { return }
        try Self.checkSingleAttributes(index)
    }

    static func checkSingleAttributes(_ index: IndexInfo) throws(EngineFault) {
        guard index.layout.hash.count > 1 || index.layout.range.count > 1 else { return }
        throw .validation(
            "PartiQL statements cannot be executed on tables with multi-attribute HASH keys or multi-attribute RANGE "
                + "keys.")
    }

    /// Prepares the write that a statement is.
    ///
    /// - Parameter missingKey: the message for a `WHERE` without the whole key.
    /// - Throws: `validation`, `resourceNotFound`.
    func prepareWrite(
        _ bound: BoundStatement, returning: ReturnValuesOnConditionCheckFailure,
        missingKey: EngineFault = mandatoryEquality
    ) throws(EngineFault) -> PreparedWrite {
        let table = try table(bound.statement.source.table)
        if case .insert(let members) = bound.statement.action { return try Self.insert(members, bound, table) }
        guard let key = try StatementKey(bound.statement, bound.bindings, table.layout) else { throw missingKey }
        let hash = table.layout.hash[0].name
        switch bound.statement.action {
        case .update:
            let condition = bound.condition(hash) { path in
                .all([.function(.attributeExists, [path])] + key.rest)
            }
            return try .update(
                key.key, table, bound.statement.update(bound.bindings), condition: condition, returning: returning)
        case .delete:
            // An item that is not there is no fault, whatever is asked of it.
            let condition = ConditionNode.joined(key.rest).map { rest in
                bound.condition(hash) { path in .any([.function(.attributeNotExists, [path]), rest]) }
            }
            return try .keyed(key.key, table, .delete, condition: condition, returning: returning)
        default:
            guard let rest = ConditionNode.joined(key.rest) else { throw Self.bareExistence }
            return try .keyed(
                key.key, table, .check, condition: Condition(rest, bound.bindings), returning: returning)
        }
    }

    private static func insert(
        _ members: [(name: String, value: Int)], _ bound: BoundStatement, _ table: TableInfo
    ) throws(EngineFault) -> PreparedWrite {
        var item = Item()
        for (name, value) in members { item[name] = bound.bindings.values[value] }
        let isFree = bound.condition(table.layout.hash[0].name) { path in .function(.attributeNotExists, [path]) }
        var write = try PreparedWrite.put(item, table, condition: isFree)
        write.isInsert = true
        return write
    }

    static let mandatoryEquality = EngineFault.validation(
        "Where clause does not contain a mandatory equality on all key attributes")
    static let bareExistence = EngineFault.validation(
        "EXISTS() must contain a single item read with additional condition")
    static let misplacedExistence = EngineFault.validation(
        "EXISTS can only be used in ExecuteTransaction write requests.")

    /// The one item that a statement of a batch or transaction reads.
    struct StatementGet: Sendable {
        let table: TableInfo
        let key: KeyBytes
        let projection: [NamedPath]?

        /// What the statement wants of the item.
        func answer(_ item: Item) -> Item { projection.map(item.selecting) ?? item }
    }

    /// Prepares the read of one item: a `WHERE` with the whole key and nothing else.
    func prepareGet(_ bound: BoundStatement, _ operation: String) throws(EngineFault) -> StatementGet {
        let table = try table(bound.statement.source.table)
        let needsKey = EngineFault.validation(
            "Select statements within \(operation) must specify the primary key in the where clause.")
        if let name = bound.statement.source.index {
            if let index = table.index(named: name) { try Self.checkSingleAttributes(index) }
            throw needsKey
        }
        guard let key = try StatementKey(bound.statement, bound.bindings, table.layout), key.rest.isEmpty,
            case .select(let projection, _) = bound.statement.action
        else { throw needsKey }
        return StatementGet(
            table: table, key: try KeyRules.rowKey(key.key, table.layout), projection: projection)
    }
}

extension Item {
    /// The parts of the item that it has, by the names that a statement gives them.
    func selecting(_ parts: [NamedPath]) -> Item {
        var selected = Item()
        for part in parts { if let value = part.path.value(in: self) { selected[part.name] = value } }
        return selected
    }
}
