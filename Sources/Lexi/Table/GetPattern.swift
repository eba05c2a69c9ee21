/// A read of one item by its key.
struct GetPattern<Entity: ItemConvertible>: Sendable {
    /// What stands in the registry.
    let access: AccessPattern
}
