/// What a query asks of a declared key: which part of a partition. `Range` is what a call has to say about the sort
/// key; `Void` when the pattern says it all.
struct KeySpan<Entity, Partition, Sort, Range>: Sendable {
    let key: EntityKey<Entity, Partition, Sort>
    let condition: AccessPattern.Sort
    let range: @Sendable (Range) -> SortRange

    /// The whole partition.
    static func all(_ key: EntityKey<Entity, Partition, Sort>) -> KeySpan where Range == Void {
        KeySpan(key: key, condition: .all) { .all }
    }

    /// Every item of the kind, in a partition that it shares with other kinds.
    static func every(_ key: EntityKey<Entity, Partition, Sort>) -> KeySpan where Range == Void {
        let lead = key.sort.lead
        return KeySpan(key: key, condition: .beginsWith(key.sort.template)) { .beginsWith(lead) }
    }

    /// A range of the sort key's only component.
    static func within(_ key: EntityKey<Entity, Partition, Sort>) -> KeySpan where Range == KeyRange<Sort> {
        let lead = key.sort.lead
        return KeySpan(key: key, condition: .between(key.sort.template, key.sort.template)) {
            SortRange($0, lead: lead, isLast: true)
        }
    }

    /// A range of the sort key's first component.
    static func within<A, B>(_ key: EntityKey<Entity, Partition, Sort>) -> KeySpan
    where Sort == (A, B), Range == KeyRange<A> {
        let lead = key.sort.lead
        return KeySpan(key: key, condition: .between(key.sort.template, key.sort.template)) {
            SortRange($0, lead: lead, isLast: false)
        }
    }

    /// The texts of the sort key's only component that begin so.
    static func beginning(_ key: EntityKey<Entity, Partition, Sort>) -> KeySpan where Sort == String, Range == String {
        beginning(with: key)
    }

    /// The texts of the sort key's first component that begin so.
    static func beginning<B>(_ key: EntityKey<Entity, Partition, Sort>) -> KeySpan
    where Sort == (String, B), Range == String {
        beginning(with: key)
    }

    /// The items whose first component of the sort key is exactly a text.
    static func exactly<B>(_ key: EntityKey<Entity, Partition, Sort>) -> KeySpan
    where Sort == (String, B), Range == String {
        let lead = key.sort.lead
        return KeySpan(key: key, condition: .beginsWith(key.sort.template)) { .beginsWith(lead + $0.keyText + "#") }
    }

    private static func beginning(with key: EntityKey<Entity, Partition, Sort>) -> KeySpan where Range == String {
        let lead = key.sort.lead
        return KeySpan(key: key, condition: .beginsWith(key.sort.template)) { .beginsWith(lead + $0.keyText) }
    }
}
