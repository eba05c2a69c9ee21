/// A part of the values that a key's component can have, both ends included; an end that is nil is open.
struct KeyRange<Value: KeyComponent>: Sendable {
    let low: Value?
    let high: Value?

    /// All values.
    static var all: KeyRange { KeyRange(low: nil, high: nil) }
    /// Up to and with a value.
    static func through(_ high: Value) -> KeyRange { KeyRange(low: nil, high: high) }
    /// From a value on.
    static func from(_ low: Value) -> KeyRange { KeyRange(low: low, high: nil) }
    /// From a value to another.
    static func between(_ low: Value, _ high: Value) -> KeyRange { KeyRange(low: low, high: high) }
}

extension SortRange {
    /// The sort keys with these values for the component after `lead`.
    ///
    /// `~` sorts after `#` and after everything that a component begins with: it ends a range that holds all keys with
    /// the highest value, whatever follows it.
    init<Value>(_ range: KeyRange<Value>, lead: String, isLast: Bool) {
        let low = lead + (range.low?.keyText ?? "")
        guard let high = range.high else {
            self = .between(low, lead + "~")
            return
        }
        self = .between(low, lead + high.keyText + (isLast ? "" : "~"))
    }
}
