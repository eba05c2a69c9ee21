/// The one form of a path into an item: an attribute, then members of maps and elements of lists.
///
/// Names are compared by their bytes.
public struct DocumentPath: Sendable, Hashable {
    /// A step of a path.
    public enum Element: Sendable {
        /// A member of the item or of a map.
        case attribute(String)
        /// An element of a list, counted from 0.
        case index(Int)
    }

    /// The steps; the first is always an attribute.
    public let elements: [Element]
    /// The name of the item's attribute that the path starts with.
    public let root: String

    /// A path of these steps, or nil when the first is not an attribute.
    public init?(_ elements: [Element]) {
        guard case .attribute(let root)? = elements.first else { return nil }
        self.root = root
        self.elements = elements
    }

    /// The path of an attribute of the item.
    public init(attribute name: String) {
        root = name
        elements = [.attribute(name)]
    }

    /// Whether the path is an attribute of the item itself.
    @inlinable
    public var isTopLevel: Bool { elements.count == 1 }

    /// The value at the path, or nil when the item has none there.
    @inlinable
    public func value(in item: Item) -> AttributeValue? {
        guard var value = item[root] else { return nil }
        for element in elements.dropFirst() {
            switch (element, value) {
            case (.attribute(let name), .m(let map)):
                guard let member = map[name] else { return nil }
                value = member
            case (.index(let index), .l(let list)):
                guard index < list.count else { return nil }
                value = list[index]
            default: return nil
            }
        }
        return value
    }
}

extension DocumentPath.Element: Hashable {
    /// Whether both are the same index, or names of the same bytes.
    public static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.attribute(let a), .attribute(let b)): a.hasSameBytes(as: b)
        case (.index(let a), .index(let b)): a == b
        default: false
        }
    }

    /// Hashes what is compared.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .attribute(let name): hasher.combine(name)
        case .index(let index): hasher.combine(index)
        }
    }

    /// Three-way order: indexes by number, before names by their bytes.
    package func compare(with other: Self) -> Int {
        switch (self, other) {
        case (.index(let a), .index(let b)): a < b ? -1 : a == b ? 0 : 1
        case (.attribute(let a), .attribute(let b)): a.compareBytes(with: b)
        case (.index, .attribute): -1
        case (.attribute, .index): 1
        }
    }

    /// Whether it is an element of a list.
    package var isIndex: Bool { if case .index = self { true } else { false } }
}

extension DocumentPath: CustomStringConvertible {
    /// The path as it would be written, were no name special: `a.b[3].c`.
    public var description: String {
        var text = root
        for element in elements.dropFirst() {
            switch element {
            case .attribute(let name): text += "." + name
            case .index(let index): text += "[\(index)]"
            }
        }
        return text
    }

    /// The path as the service's messages show it: `[a, b, [3], c]`.
    package var bracketed: String {
        let parts = elements.map { element in
            switch element {
            case .attribute(let name): name
            case .index(let index): "[\(index)]"
            }
        }
        return "[" + parts.joined(separator: ", ") + "]"
    }
}
