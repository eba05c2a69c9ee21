import DynamoModel

extension LexiTable {
    /// A page of entities whose keys an index holds.
    func hydratedPage<Entity: ItemConvertible>(
        _ pattern: AccessPattern, _ partition: String, _ page: PageRequest, as: Entity.Type = Entity.self
    ) async throws(RepositoryError) -> Page<Entity> {
        let (rows, mark) = try await keys(
            pattern, partition, .all, limit: page.limit, after: page.position?.marks.first ?? .start)
        return Page(items: try await hydrate(pattern, rows.map(\.item)), next: mark == .end ? nil : Position([mark]))
    }
}
