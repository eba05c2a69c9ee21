import DynamoModel

/// The place of a value in an item: an attribute, then members of maps and elements of lists.
public struct DocumentPath: Sendable {
    /// One step of a path.
    public enum Element: Sendable {
        /// A member of a map (or of the item itself).
        case attribute(String)
        /// An element of a list, from 0.
        case index(Int)
    }

    /// The steps; the first is an attribute.
    public let elements: [Element]

    /// A path of these steps.
    ///
    /// - Returns: nil when the first is not an attribute.
    public init?(_ elements: [Element]) {
        guard case .attribute? = elements.first else { return nil }
        self.elements = elements
    }

    /// The path of a whole attribute.
    public init(attribute name: String) { elements = [.attribute(name)] }

    init(unchecked elements: [Element]) { self.elements = elements }

    /// The name of the item's attribute that the path lies in.
    public var root: String {
        if case .attribute(let name)? = elements.first { name } else { "" }
    }

    /// The value there, nil when there is none.
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
    /// Names by their bytes, indexes by value.
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
        case .attribute(let name): name.withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        case .index(let index): hasher.combine(index)
        }
    }
}

extension DocumentPath: Hashable, CustomStringConvertible {
    /// As DynamoDB's messages show it: `[a, b, [0]]`.
    public var description: String {
        let parts = elements.map { element in
            switch element {
            case .attribute(let name): name
            case .index(let index): "[\(index)]"
            }
        }
        return "[\(parts.joined(separator: ", "))]"
    }
}
