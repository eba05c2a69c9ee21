import DynamoModel

/// A query, tied to the key that it reads: a call can name neither another pattern's partition nor a range that does
/// not fit.
///
/// `Form` is what it brings: ``ItemsForm``, ``KeysForm``, ``TotalForm``, ``SortKeysForm`` or ``MixedForm``.
struct QueryPattern<Form: Sendable, Partition, Range>: Sendable {
    /// What stands in the registry.
    let access: AccessPattern
    let form: Form
    private let partition: @Sendable (Partition) -> String
    private let range: @Sendable (Range) -> SortRange

    init(
        _ access: AccessPattern, _ form: Form, _ partition: @escaping @Sendable (Partition) -> String,
        _ range: @escaping @Sendable (Range) -> SortRange
    ) {
        self.access = access
        self.form = form
        self.partition = partition
        self.range = range
    }

    /// The query of a part of a partition.
    func call(_ partition: Partition, _ range: Range) -> QueryCall {
        QueryCall(pattern: access, partition: self.partition(partition), range: self.range(range))
    }
}

extension QueryPattern where Range == Void {
    /// Reads the partition from its beginning; such patterns have no range.
    func call(_ partition: Partition) -> QueryCall { call(partition, ()) }
}

/// A query with its values. Patterns alone make it, so that its keys are theirs.
struct QueryCall: Sendable {
    let pattern: AccessPattern
    let partition: String
    let range: SortRange

    fileprivate init(pattern: AccessPattern, partition: String, range: SortRange) {
        self.pattern = pattern
        self.partition = partition
        self.range = range
    }

    /// A query to be shown, of whatever values.
    init(shown pattern: AccessPattern, _ partition: String, _ range: SortRange) {
        self.init(pattern: pattern, partition: partition, range: range)
    }

    /// The placeholder of the partition.
    static let partition = ":partition"

    /// The request, as it is sent.
    func request(of tableName: String, limit: Int? = nil, after mark: Position.Mark = .start) -> QueryRequest {
        var values = range.values
        values[Self.partition] = .s(partition)
        return QueryRequest(
            tableName: tableName, indexName: pattern.index.name, keyConditionExpression: pattern.keyCondition,
            projectionExpression: pattern.projection, parameters: ExpressionParameters(values: values),
            select: pattern.operation == .count ? .count : nil, scanIndexForward: pattern.order == .ascending,
            limit: limit, exclusiveStartKey: startKey(mark), consistentRead: pattern.isConsistent)
    }

    private func startKey(_ mark: Position.Mark) -> Item? {
        guard case .after(let sort, let item) = mark else { return nil }
        guard pattern.index != .table else { return ItemKey(partition, sort).item }
        var key = (item ?? ItemKey("", "")).item
        key[pattern.index.partitionAttribute] = .s(partition)
        key[pattern.index.sortAttribute] = .s(sort)
        return key
    }
}
