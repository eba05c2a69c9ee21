import DynamoModel

/// The paths that a read returns.
public struct ProjectionPaths: Sendable {
    /// The paths, none the beginning of another.
    public let paths: [DocumentPath]

    /// The paths.
    public init(_ paths: [DocumentPath]) { self.paths = paths }

    /// The parts of the item that the paths name; elements of lists move up, in the order of their indexes.
    public func project(_ item: Item) -> Item {
        if paths.allSatisfy({ $0.elements.count == 1 }) { return item.projected(to: paths.lazy.map(\.root)) }
        return Selection(paths.map { $0.elements[...] }).pick(from: item)
    }
}

/// The paths as a tree, so that what they share is walked once.
private struct Selection {
    /// Whether all of the value is selected.
    var isWhole = false
    var members: [(name: String, Selection)] = []
    var elements: [Int: Selection] = [:]

    init(_ paths: [ArraySlice<DocumentPath.Element>]) { for path in paths { add(path) } }

    private mutating func add(_ path: ArraySlice<DocumentPath.Element>) {
        switch path.first {
        case nil: isWhole = true
        case .attribute(let name)?:
            if let index = members.firstIndex(where: { $0.name.hasSameBytes(as: name) }) {
                members[index].1.add(path.dropFirst())
            } else {
                members.append((name, Selection([path.dropFirst()])))
            }
        case .index(let index)?: elements[index, default: Selection([])].add(path.dropFirst())
        }
    }

    func pick(from map: AttributeMap) -> AttributeMap {
        var picked = AttributeMap()
        for (name, selection) in members {
            if let value = map[name], let part = selection.pick(from: value) { picked[name] = part }
        }
        return picked
    }

    private func pick(from value: AttributeValue) -> AttributeValue? {
        if isWhole { return value }
        switch value {
        case .m(let map):
            let part = pick(from: map)
            return part.isEmpty ? nil : .m(part)
        case .l(let list):
            let part = elements.keys.sorted().compactMap { $0 < list.count ? elements[$0]?.pick(from: list[$0]) : nil }
            return part.isEmpty ? nil : .l(part)
        default: return nil
        }
    }
}

extension Binder {
    mutating func projection(_ syntax: [PathSyntax]) throws(ExpressionError) -> ProjectionPaths {
        var paths: [DocumentPath] = []
        for path in syntax { paths.append(try self.path(path)) }
        for (position, one) in paths.enumerated() {
            for two in paths[(position + 1)...]
            where one.elements.starts(with: two.elements) || two.elements.starts(with: one.elements) {
                throw ExpressionError(.overlap(one.description, two.description), at: 0)
            }
        }
        return ProjectionPaths(paths)
    }
}
