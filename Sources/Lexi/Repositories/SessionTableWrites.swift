import DynamoModel

// What writes of whole entities have in common: their conditions, what came of them, and how often they are tried.

/// What came of a transaction.
enum WriteOutcome: Sendable {
    /// It was carried out.
    case done
    /// The condition of this write, the first of several, did not hold. Nothing was done.
    case conditionFailed(index: Int)
    /// Another transaction was writing the same items. Nothing was done.
    case conflict
}

extension LexiTable {
    /// Puts an entity whose key must be free.
    func putNew(_ entity: some ItemConvertible) -> TransactWrite {
        TransactWrite(
            tableName: name, .put(item: entity.item), conditionExpression: "attribute_not_exists(#key)",
            parameters: ExpressionParameters(names: ["#key": TableAttribute.partition]))
    }

    /// Puts an entity in place of its version that was read.
    func put(_ entity: some ItemConvertible, ifVersion version: Int) -> TransactWrite {
        TransactWrite(
            tableName: name, .put(item: entity.item), conditionExpression: "#version = :version",
            parameters: ExpressionParameters(names: ["#version": "version"], values: [":version": .int(version)]))
    }

    /// Carries out a transaction whose conditions tell something.
    func write(_ pattern: AccessPattern, _ writes: [TransactWrite]) async throws(RepositoryError) -> WriteOutcome {
        guard let reasons = try await transact(pattern, writes) else { return .done }
        // A fault is one in any company; a failed condition says more than a conflict beside it.
        for reason in reasons {
            switch reason.code {
            case .none, .conditionalCheckFailed, .transactionConflict: continue
            case .provisionedThroughputExceeded, .throttlingError:
                throw .tableUnavailable(DynamoDBError(.throttling, reason.message ?? reason.code.rawValue))
            case .validationError, .itemCollectionSizeLimitExceeded:
                throw .refused(DynamoDBError(.validation, reason.message ?? reason.code.rawValue))
            }
        }
        if let index = reasons.firstIndex(where: { $0.code == .conditionalCheckFailed }) {
            return .conditionFailed(index: index)
        }
        return .conflict
    }

    /// A page of entities behind an index that holds keys only.
    func hydratedPage<Entity: ItemConvertible>(
        _ pattern: AccessPattern, _ partition: String, _ page: PageRequest, as: Entity.Type = Entity.self
    ) async throws(RepositoryError) -> Page<Entity> {
        let (rows, mark) = try await keys(
            pattern, partition, .all, limit: page.limit, after: page.position?.marks.first ?? .start)
        return Page(items: try await hydrate(rows.map(\.item)), next: mark == .end ? nil : Position([mark]))
    }
}

/// Counts how often a write was tried, and waits between the attempts.
struct WriteAttempts: Sendable {
    /// How often a write is tried at most.
    static let limit = 40

    private let backoff: Backoff
    private var failed = 0

    init(_ table: LexiTable) { backoff = table.backoff }

    /// Waits before the next attempt.
    ///
    /// - Throws: `contention` when there were enough.
    mutating func next() async throws(RepositoryError) {
        failed += 1
        guard failed < Self.limit else { throw .contention }
        await backoff.wait(failed)
    }
}

extension ItemKind {
    /// The kind that an item says it is; nil when it says none.
    init?(of item: Item) {
        guard let text = item[TableAttribute.kind]?.string else { return nil }
        self.init(rawValue: text)
    }
}
