/// The shape of a key: fixed text, and names in braces for components that the encoding keeps free of `#`.
public struct KeyTemplate: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// `USER#{user_id}#DUE`.
    public let text: String

    /// A template.
    public init(stringLiteral value: String) { text = value }

    init(_ text: String) { self.text = text }

    /// The template.
    public var description: String { text }

    /// The names of its components, in their order.
    var components: [String] {
        text.split(separator: "{", omittingEmptySubsequences: false).dropFirst()
            .map { String($0.prefix { $0 != "}" }) }
    }

    /// What stands before its first component.
    var lead: String { String(text.prefix { $0 != "{" }) }

    /// The key of these components; one that has no value stays in braces.
    func filled(_ values: [String: String]) -> String {
        components.reduce(text) { text, name in
            guard let value = values[name] else { return text }
            return text.split(separator: "{\(name)}", omittingEmptySubsequences: false)
                .joined(separator: KeyEncoding.component(value))
        }
    }

    /// Any key: the shape of patterns that read whatever is there.
    static let anything: KeyTemplate = "{key}"

    /// The components of a key of this shape, by their names, as they were before they were escaped.
    func values(in key: String) -> [String: String] {
        let names = text.split(separator: "#", omittingEmptySubsequences: false)
        let parts = key.split(separator: "#", omittingEmptySubsequences: false)
        return zip(names, parts).reduce(into: [:]) { values, pair in
            guard pair.0.hasPrefix("{"), pair.0.hasSuffix("}") else { return }
            let part = String(pair.1)
            values[String(pair.0.dropFirst().dropLast())] = KeyEncoding.text(ofComponent: part) ?? part
        }
    }

    /// Whether a key has this shape. The last component may end early, as prefixes and the ends of ranges do, when
    /// `isPrefix` is set.
    public func matches(_ key: String, isPrefix: Bool = false) -> Bool {
        let wanted = Array(text.utf8).split(separator: UInt8(ascii: "#"), omittingEmptySubsequences: false)
        let found = Array(key.utf8).split(separator: UInt8(ascii: "#"), omittingEmptySubsequences: false)
        guard isPrefix ? found.count <= wanted.count : found.count == wanted.count else { return false }
        for (index, pair) in zip(wanted, found).enumerated() {
            let isOpen = isPrefix && index == found.count - 1
            if pair.0.first == UInt8(ascii: "{") { continue }
            if isOpen ? pair.0.starts(with: pair.1) : pair.0 == pair.1 { continue }
            return false
        }
        return true
    }
}
