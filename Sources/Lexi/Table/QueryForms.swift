/// Whole items of one kind.
struct ItemsForm<Entity: ItemConvertible>: Sendable {}

/// Keys only: a row cannot be taken for the entity, which is read by its key.
struct KeysForm<Entity: ItemConvertible, Partition, Sort>: Sendable {
    let key: EntityKey<Entity, Partition, Sort>
}

/// How many items there are, without the items.
struct TotalForm: Sendable {}

/// The sort keys and nothing else.
struct SortKeysForm<Entity, Sort>: Sendable {
    let sort: Key<Entity, Sort>
}

/// Whole items of several kinds.
struct MixedForm: Sendable {}
