import DynamoModel

// The makers of patterns: from a declared key, what is asked of it, and in which form the answer comes.
extension AccessPatterns {
    /// A read of an item, strongly consistent.
    static func get<Entity: ItemConvertible>(
        _ number: String, _ name: String, _ entity: Entity.Type, read: Double = 1, scale: String = "one item"
    ) -> GetPattern<Entity> {
        GetPattern(access: keyed(number, name, .get, Entity.tableKey, isConsistent: true, read, scale))
    }

    /// Reads of items, strongly consistent only where it is said. An item that does not exist costs as much as a small
    /// one.
    static func batchGet<Entity: ItemConvertible>(
        _ number: String, _ name: String, _ entity: Entity.Type, isConsistent: Bool = false, read: Double, scale: String
    ) -> BatchGetPattern<Entity> {
        BatchGetPattern(
            access: keyed(number, name, .batchGet, Entity.tableKey, isConsistent: isConsistent, read, scale))
    }

    private static func keyed(
        _ number: String, _ name: String, _ operation: AccessPattern.Operation, _ key: some DeclaredKey,
        isConsistent: Bool, _ read: Double, _ scale: String
    ) -> AccessPattern {
        AccessPattern(
            number: number, name: name, operation: operation, index: .table, partition: key.templates.partition,
            sort: .equals(key.templates.sort), isConsistent: isConsistent,
            budget: AccessPattern.Budget(read: read, write: 0, scale: scale))
    }

    /// Whole items of a kind. A query of the table is strongly consistent where nothing else is said; of an index it
    /// never is.
    ///
    /// - Parameter hydrates: whether the items are guards, and the entities that they name are read by batch gets.
    static func items<Entity: ItemConvertible, Partition, Sort, Range>(
        _ number: String, _ name: String, _ span: KeySpan<Entity, Partition, Sort, Range>,
        _ order: AccessPattern.Order = .ascending, isConsistent: Bool = true, hydrates: Bool = false, read: Double,
        scale: String = "a page of 20"
    ) -> QueryPattern<ItemsForm<Entity>, Partition, Range> {
        precondition(span.key.index.projection == .all, "\(number) would read items where there are keys only")
        return query(
            number, name, span, ItemsForm(), .query, order, isConsistent: isConsistent, hydrates: hydrates, read, scale)
    }

    /// Keys from an index that holds nothing else; the entities that they name are read by batch gets.
    static func keys<Entity: ItemConvertible, Partition, Sort, Range>(
        _ number: String, _ name: String, _ span: KeySpan<Entity, Partition, Sort, Range>,
        _ order: AccessPattern.Order = .ascending, read: Double, scale: String = "a page of 20"
    ) -> QueryPattern<KeysForm<Entity, Partition, Sort>, Partition, Range> {
        query(number, name, span, KeysForm(key: span.key), .query, order, hydrates: true, read, scale)
    }

    /// How many items there are.
    static func total<Entity, Partition, Sort, Range>(
        _ number: String, _ name: String, _ span: KeySpan<Entity, Partition, Sort, Range>, read: Double, scale: String
    ) -> QueryPattern<TotalForm, Partition, Range> {
        query(number, name, span, TotalForm(), .count, .ascending, read, scale)
    }

    /// The sort keys alone.
    static func sortKeys<Entity, Partition, Sort, Range>(
        _ number: String, _ name: String, _ span: KeySpan<Entity, Partition, Sort, Range>, read: Double, scale: String
    ) -> QueryPattern<SortKeysForm<Entity, Sort>, Partition, Range> {
        query(
            number, name, span, SortKeysForm(sort: span.key.sort), .query, .ascending,
            projection: span.key.index.sortAttribute, read, scale)
    }

    private static func query<Form, Entity, Partition, Sort, Range>(
        _ number: String, _ name: String, _ span: KeySpan<Entity, Partition, Sort, Range>, _ form: Form,
        _ operation: AccessPattern.Operation, _ order: AccessPattern.Order, isConsistent: Bool = true,
        projection: String? = nil, hydrates: Bool = false, _ read: Double, _ scale: String
    ) -> QueryPattern<Form, Partition, Range> {
        let access = AccessPattern(
            number: number, name: name, operation: operation, index: span.key.index,
            partition: span.key.partition.template, sort: span.condition, order: order,
            isConsistent: isConsistent && span.key.index == .table, projection: projection, hydrates: hydrates,
            budget: AccessPattern.Budget(read: read, write: 0, scale: scale))
        return QueryPattern(access, form, span.key.partition.text, span.range)
    }

    /// Items of several kinds that share a partition of the table, strongly consistent.
    ///
    /// - Parameter prefix: what their sort keys begin with; nil for the whole partition.
    static func mixed<Entity, Partition, Sort>(
        _ number: String, _ name: String, _ key: EntityKey<Entity, Partition, Sort>, beginning prefix: String? = nil,
        read: Double, scale: String = "a page of 20"
    ) -> QueryPattern<MixedForm, Partition, Void> {
        let access = AccessPattern(
            number: number, name: name, operation: .query, index: .table, partition: key.partition.template,
            sort: prefix.map { .beginsWith(KeyTemplate($0)) } ?? .all, isConsistent: true,
            budget: AccessPattern.Budget(read: read, write: 0, scale: scale))
        return QueryPattern(access, MixedForm(), key.partition.text) { prefix.map { .beginsWith($0) } ?? .all }
    }
}
