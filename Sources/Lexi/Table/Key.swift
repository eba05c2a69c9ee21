/// The declaration of a partition key or of a sort key: fixed texts and components, of which everything else follows.
///
/// `Values` are the components of the key: `Void`, one value, or a pair of them.
struct Key<Entity, Values>: Sendable {
    /// `USER#{user_id}#DUE`.
    let template: KeyTemplate
    /// What stands before the first component.
    let lead: String
    /// The key of these components.
    let text: @Sendable (Values) -> String
    /// The components of an entity's key; nil when it has no such key.
    let values: @Sendable (Entity) -> Values?
    /// The components of a key; nil for a text of another shape.
    let read: @Sendable (String) -> Values?
}

extension Key where Values == Void {
    /// A key that is the same for all entities.
    init(_ text: String) {
        self.init(
            template: KeyTemplate(text), lead: text, text: { text }, values: { _ in () },
            read: { $0.utf8.elementsEqual(text.utf8) ? () : nil })
    }
}

extension Key where Values: KeyComponent {
    /// A key with one component.
    init(_ lead: String, _ a: KeyPart<Entity, Values>, _ end: String = "") {
        self.init(
            template: KeyTemplate("\(lead){\(a.name)}\(end)"), lead: lead, text: { lead + $0.keyText + end },
            values: a.value,
            read: { key in
                var scanner = KeyScanner(key)
                guard scanner.take(lead), let first: Values = scanner.component(), scanner.take(end), scanner.isAtEnd
                else { return nil }
                return first
            })
    }

}

extension Key {
    /// A key with two components.
    init<A, B>(
        _ lead: String, _ a: KeyPart<Entity, A>, _ middle: String, _ b: KeyPart<Entity, B>, _ end: String = ""
    ) where Values == (A, B) {
        self.init(
            template: KeyTemplate("\(lead){\(a.name)}\(middle){\(b.name)}\(end)"), lead: lead,
            text: { lead + $0.0.keyText + middle + $0.1.keyText + end },
            values: { entity in
                guard let first = a.value(entity), let second = b.value(entity) else { return nil }
                return (first, second)
            },
            read: { key in
                var scanner = KeyScanner(key)
                guard scanner.take(lead), let first: A = scanner.component(), scanner.take(middle),
                    let second: B = scanner.component(), scanner.take(end), scanner.isAtEnd
                else { return nil }
                return (first, second)
            })
    }
}

/// Reads a key from its start, byte by byte.
private struct KeyScanner {
    private var rest: Substring.UTF8View

    init(_ key: String) { rest = Substring(key).utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    /// Whether this text comes next; then it is taken.
    mutating func take(_ text: String) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        rest = rest.dropFirst(text.utf8.count)
        return true
    }

    /// The component that comes next, up to the next `#`.
    mutating func component<Value: KeyComponent>() -> Value? {
        let text = rest.prefix { $0 != UInt8(ascii: "#") }
        rest = rest.dropFirst(text.count)
        return Value(keyText: String(Substring(text)))
    }
}
