import DynamoModel

/// The parts of items that a request asks for.
public struct ProjectionPaths: Sendable {
    /// The paths, as the expression lists them.
    public let paths: [DocumentPath]
    private let order: PathOrder

    /// The attributes of which only parts are wanted.
    public var nestedAttributes: Set<ByteKey> {
        Set(paths.lazy.filter { !$0.isTopLevel }.map { ByteKey($0.root) })
    }

    /// The paths of an expression.
    init(_ paths: [DocumentPath], order: PathOrder) {
        self.paths = paths
        self.order = order
    }

    /// These paths, of which none is equal to another or within it: an update's touched paths, or attributes.
    public init(_ paths: [DocumentPath]) {
        self.paths = paths
        self.order = PathOrder(trusted: paths)
    }

    /// What the item has at the paths. Maps keep their shape; elements of lists move together in their order.
    public func project(_ item: Item) -> Item {
        guard order.isFlat else { return Self.members(of: item, order.entries[...], depth: 0) }
        var part = Item()
        if order.entries.count > item.count {
            // The names of `AttributesToGet` have no limit: an item costs what it has, not what was asked for.
            for (name, value) in item where order.holds(attribute: name) { part[name] = value }
        } else {
            for entry in order.entries { if let value = item[entry.path.root] { part[entry.path.root] = value } }
        }
        return part
    }

    private static func members(
        of map: AttributeMap, _ entries: ArraySlice<PathOrder.Entry>, depth: Int
    ) -> AttributeMap {
        var rest = entries
        var part = AttributeMap()
        while let (element, group) = rest.takeGroup(at: depth) {
            guard case .attribute(let name) = element, let value = map[name] else { continue }
            if let projected = project(value, group, depth: depth + 1) { part[name] = projected }
        }
        return part
    }

    /// The part of a value that the paths name, nil when it has nothing there.
    private static func project(
        _ value: AttributeValue, _ entries: ArraySlice<PathOrder.Entry>, depth: Int
    ) -> AttributeValue? {
        guard let first = entries.first, first.path.elements.count > depth else { return value }
        switch value {
        case .m(let map):
            let part = members(of: map, entries, depth: depth)
            return part.isEmpty ? nil : .m(part)
        case .l(let list):
            let part = elements(of: list, entries, depth: depth)
            return part.isEmpty ? nil : .l(part)
        default: return nil
        }
    }

    private static func elements(
        of list: [AttributeValue], _ entries: ArraySlice<PathOrder.Entry>, depth: Int
    ) -> [AttributeValue] {
        var rest = entries
        var part: [AttributeValue] = []
        while let (element, group) = rest.takeGroup(at: depth) {
            guard case .index(let index) = element, index < list.count else { continue }
            if let projected = project(list[index], group, depth: depth + 1) { part.append(projected) }
        }
        return part
    }
}
