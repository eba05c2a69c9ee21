import DynamoModel

// What writes of whole entities outside of a user's data have in common, and pages of indexes that hold keys only.

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
    /// Puts an entity's whole item.
    func put(_ entity: some ItemConvertible, if condition: WriteCondition) -> TransactWrite {
        TransactWrite(
            tableName: name, .put(item: entity.item), conditionExpression: condition.expression,
            parameters: condition.parameters)
    }

    /// Carries out a transaction whose conditions tell something.
    func write(_ pattern: AccessPattern, _ writes: [TransactWrite]) async throws(RepositoryError) -> WriteOutcome {
        guard let reasons = try await transact(pattern, writes) else { return .done }
        for reason in reasons {
            switch reason.code {
            case .none, .conditionalCheckFailed, .transactionConflict: continue
            case .provisionedThroughputExceeded, .throttlingError:
                throw .tableUnavailable(DynamoDBError(.throttling, reason.message ?? reason.code.rawValue))
            case .validationError, .itemCollectionSizeLimitExceeded:
                throw .refused(DynamoDBError(.validation, reason.message ?? reason.code.rawValue))
            }
        }
        // A failed condition says more than a conflict beside it.
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
        return Page(items: try await hydrate(pattern, rows.map(\.item)), next: mark == .end ? nil : Position([mark]))
    }
}
