/// Reads of several items of a kind by their keys.
struct BatchGetPattern<Entity: ItemConvertible>: Sendable {
    /// What stands in the registry.
    let access: AccessPattern
}
