import DynamoModel

/// Paths in the order in which a walk over an item meets them, checked not to clash.
///
/// Sorted so that a path comes before those inside it, and indexes before names, clashing paths are neighbours: the
/// check is one pass over the sorted paths however many there are. An update and a projection walk the item by the
/// groups of paths that share a prefix, without building a tree.
struct PathOrder: Sendable {
    /// A path with its place in the expression.
    typealias Entry = (path: DocumentPath, index: Int)

    /// The paths, sorted.
    let entries: [Entry]
    /// Whether all paths are attributes of the item itself.
    let isFlat: Bool

    /// - Throws: ``ExpressionError`` when a path is equal to another or within it, or when a place would be a list for
    ///   one path and a map for another.
    init(_ paths: [DocumentPath], offsets: (Int) -> Int) throws(ExpressionError) {
        let sorted = paths.enumerated()
            .map { (path: $0.element, index: $0.offset) }
            .sorted { Self.compare($0.path, $1.path) < 0 }
        if let clash = Self.firstClash(in: sorted) {
            throw ExpressionError(clash.kind(paths), at: offsets(clash.second))
        }
        entries = sorted
        isFlat = paths.allSatisfy(\.isTopLevel)
    }

    /// These paths, which may not clash, sorted.
    init(trusted paths: [DocumentPath]) {
        entries = paths.enumerated()
            .map { (path: $0.element, index: $0.offset) }
            .sorted { Self.compare($0.path, $1.path) < 0 }
        isFlat = paths.allSatisfy(\.isTopLevel)
    }

    private static func compare(_ left: DocumentPath, _ right: DocumentPath) -> Int {
        for (one, two) in zip(left.elements, right.elements) {
            let order = one.compare(with: two)
            if order != 0 { return order }
        }
        return left.elements.count - right.elements.count
    }
}

// MARK: - Clashes

extension PathOrder {
    /// Two paths, by their places in the expression, that cannot both be meant.
    private struct Clash {
        var first: Int
        var second: Int
        var isOverlap: Bool

        func kind(_ paths: [DocumentPath]) -> ExpressionError.Kind {
            isOverlap
                ? .pathsOverlap(paths[first], paths[second])
                : .pathsConflict(paths[first], paths[second])
        }
    }

    /// Overlaps are reported before conflicts, and of several the one that the expression comes to first.
    private static func firstClash(in sorted: [Entry]) -> Clash? {
        zip(sorted, sorted.dropFirst())
            .compactMap { clash($0, $1) }
            .min { ($0.isOverlap ? 0 : 1, $0.second) < ($1.isOverlap ? 0 : 1, $1.second) }
    }

    private static func clash(_ one: Entry, _ two: Entry) -> Clash? {
        let (first, second) = (min(one.index, two.index), max(one.index, two.index))
        for (left, right) in zip(one.path.elements, two.path.elements) where left != right {
            return left.isIndex == right.isIndex ? nil : Clash(first: first, second: second, isOverlap: false)
        }
        return Clash(first: first, second: second, isOverlap: true)
    }
}

// MARK: - Search

extension PathOrder {
    /// Whether an attribute is one of the paths, all of which are attributes.
    func holds(attribute name: String) -> Bool { Self.holds(name, in: entries.lazy.map(\.path.root)) }

    /// Whether a name is among names in the order of their bytes: a search by halves.
    static func holds(_ name: String, in names: some RandomAccessCollection<String>) -> Bool {
        var (low, high) = (names.startIndex, names.endIndex)
        while low < high {
            let middle = names.index(low, offsetBy: names.distance(from: low, to: high) / 2)
            let order = names[middle].compareBytes(with: name)
            if order == 0 { return true }
            if order < 0 { low = names.index(after: middle) } else { high = middle }
        }
        return false
    }
}

// MARK: - Groups

extension ArraySlice where Element == PathOrder.Entry {
    /// Takes the first paths that share their element at `depth`.
    mutating func takeGroup(at depth: Int) -> (element: DocumentPath.Element, group: ArraySlice<Element>)? {
        guard let first else { return nil }
        let element = first.path.elements[depth]
        let end = dropFirst().firstIndex { $0.path.elements[depth] != element } ?? endIndex
        defer { self = self[end...] }
        return (element, self[..<end])
    }
}
