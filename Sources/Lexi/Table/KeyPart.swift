/// A component of an entity's key: its name in documents, and its value.
struct KeyPart<Entity, Value: KeyComponent>: Sendable {
    let name: String
    /// Nil when the entity has no such value: then it has no such key.
    let value: @Sendable (Entity) -> Value?

    init(_ name: String, _ value: @escaping @Sendable (Entity) -> Value?) {
        self.name = name
        self.value = value
    }
}
