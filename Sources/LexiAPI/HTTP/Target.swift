/// What a route works on: how to find it on behalf of the caller, and its tag.
struct Target<Entity: Sendable>: Sendable {
    /// Finds it; throws 404 when it is not there or not the caller's.
    var load: @Sendable (Call) async throws -> Entity
    /// The tag that `If-Match` is held against.
    var tag: @Sendable (Entity) -> EntityTag?

    init(
        load: @escaping @Sendable (Call) async throws -> Entity,
        tag: @escaping @Sendable (Entity) -> EntityTag? = { _ in nil }
    ) {
        self.load = load
        self.tag = tag
    }
}

extension Target where Entity == Void {
    static let nothing = Target(load: { _ in })
}
