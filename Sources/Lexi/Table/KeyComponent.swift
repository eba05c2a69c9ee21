/// A value that can stand in a key between two `#`.
///
/// Its text is injective, has neither `#` nor control characters, and sorts as the values do where values have an
/// order.
protocol KeyComponent: Sendable {
    var keyText: String { get }

    /// Reads what ``keyText`` wrote; nil for any other text.
    init?(keyText: String)
}

extension KeyComponent where Self: RawRepresentable, RawValue == String {
    var keyText: String { rawValue }
    init?(keyText: String) { self.init(rawValue: keyText) }
}

extension Identifier: KeyComponent {
    var keyText: String { text }
    init?(keyText: String) { self.init(keyText) }
}

extension ULID: KeyComponent {
    var keyText: String { text }
    init?(keyText: String) { self.init(keyText) }
}

extension Timestamp: KeyComponent {
    var keyText: String { text }
    init?(keyText: String) { self.init(keyText) }
}

extension LocalDay: KeyComponent {
    var keyText: String { text }
    init?(keyText: String) { self.init(keyText) }
}

extension Slug: KeyComponent {
    var keyText: String { KeyEncoding.component(text) }
    init?(keyText: String) {
        guard let slug = try? Slug(keyText) else { return nil }
        self = slug
    }
}

// Any text: characters that must not stand in a key are escaped.
extension String: KeyComponent {
    var keyText: String { KeyEncoding.component(self) }
    init?(keyText: String) {
        guard let text = KeyEncoding.text(ofComponent: keyText) else { return nil }
        self = text
    }
}

extension Maturity: KeyComponent {}
extension CEFRLevel: KeyComponent {}
extension Role: KeyComponent {}
