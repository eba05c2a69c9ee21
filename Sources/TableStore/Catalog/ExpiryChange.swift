import DynamoModel

/// What happens to an item's entry in the index of times.
struct ExpiryChange {
    var removed: KeyBytes?
    var added: KeyBytes?

    /// Nil when the entry stays where it is.
    init?(_ table: TableInfo, _ key: KeyBytes, _ old: StoredRow?, _ new: NewRow?) {
        let definition = table.definition
        guard let expiry = definition.expiry, let attribute = definition.timeToLive.attributeName else { return nil }
        removed = old.flatMap { expiry.entryKey(of: $0.item, attribute: attribute, baseKey: key) }
        added = new.flatMap { expiry.entryKey(of: $0.item, attribute: attribute, baseKey: key) }
        if removed == added { return nil }
    }
}
