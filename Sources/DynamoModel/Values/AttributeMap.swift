/// A whole item: its attributes by name.
public typealias Item = AttributeMap

/// Attributes by name: an item, a key, or a value of type M.
///
/// Names are compared by their UTF-8 bytes and are unique. The members are held sorted by name: one allocation, quick
/// to search and to encode, and the same attributes always come in the same order.
public struct AttributeMap: Sendable {
    /// An attribute with its name.
    public typealias Member = (name: String, value: AttributeValue)

    /// Up to this many members, a name is looked for one by one.
    @usableFromInline static var scannedCount: Int { 48 }

    @usableFromInline var members: [Member]

    /// A map without attributes.
    @inlinable
    public init() { members = [] }

    /// No attributes, with room for so many.
    public init(capacity: Int) {
        members = []
        members.reserveCapacity(capacity)
    }

    /// These attributes; of equal names the last counts.
    public init(_ members: [(String, AttributeValue)]) {
        self.members = []
        self.members.reserveCapacity(members.count)
        for (name, value) in members { self[name] = value }
    }

    /// Attributes whose names are known to be sorted by their bytes and unique, as a codec that wrote them so knows.
    ///
    /// - Returns: nil when they are not.
    @inlinable
    public init?(sorted members: [Member]) {
        for index in members.indices.dropFirst()
        where members[index - 1].name.compareBytes(with: members[index].name) >= 0 {
            return nil
        }
        self.members = members
    }

    /// The value of the attribute, nil without such an attribute; setting nil removes it.
    @inlinable
    public subscript(_ name: String) -> AttributeValue? {
        get {
            // Maps are small: comparing lengths first separates most names sooner than a search in halves would.
            guard members.count <= Self.scannedCount else {
                let (index, found) = position(of: name)
                return found ? members[index].value : nil
            }
            let size = name.utf8.count
            for member in members where member.name.utf8.count == size && member.name.hasSameBytes(as: name) {
                return member.value
            }
            return nil
        }
        set {
            let (index, found) = position(of: name)
            switch (newValue, found) {
            case (let value?, true): members[index].value = value
            case (let value?, false): members.insert((name, value), at: index)
            case (nil, true): members.remove(at: index)
            case (nil, false): break
            }
        }
    }

    /// Changes a value in place, so that a deep update does not copy what it does not touch.
    ///
    /// - Returns: what `body` returns, or nil when there is no such attribute.
    @inlinable
    public mutating func update<Result, Failure: Error>(
        _ name: String, _ body: (inout AttributeValue) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        let (index, found) = position(of: name)
        guard found else { return nil }
        return try body(&members[index].value)
    }

    /// Up to this many members are set one by one, each of which may move all that follow.
    private static let setOneByOne = 4

    /// Sets and removes members in one pass, however many there are.
    ///
    /// - Parameter changes: by name, in byte order, each name once; nil removes.
    package mutating func change(sorted changes: [(name: String, value: AttributeValue?)]) {
        guard changes.count > Self.setOneByOne else {
            for (name, value) in changes { self[name] = value }
            return
        }
        let old = members
        var changed: [Member] = []
        changed.reserveCapacity(old.count + changes.count)
        var next = 0
        for (name, value) in changes {
            while next < old.count, old[next].name.compareBytes(with: name) < 0 {
                changed.append(old[next])
                next += 1
            }
            if next < old.count, old[next].name.hasSameBytes(as: name) { next += 1 }
            if let value { changed.append((name, value)) }
        }
        changed.append(contentsOf: old[next...])
        members = changed
    }

    /// Where the name is, or where it would have to be inserted.
    @inlinable
    func position(of name: String) -> (index: Int, found: Bool) {
        var (low, high) = (0, members.count)
        // Appending in order is the common case when an item is built or decoded.
        if high > 0, members[high - 1].name.compareBytes(with: name) < 0 { return (high, false) }
        while low < high {
            let middle = (low + high) / 2
            let order = members[middle].name.compareBytes(with: name)
            if order == 0 { return (middle, true) }
            if order < 0 { low = middle + 1 } else { high = middle }
        }
        return (low, false)
    }

    /// Whether both are copies of one value that were not changed since: then they are equal, and it took no
    /// comparison.
    @inlinable
    public func isSameStorage(as other: AttributeMap) -> Bool {
        members.withUnsafeBufferPointer { left in
            other.members.withUnsafeBufferPointer { right in
                left.baseAddress == right.baseAddress && left.count == right.count
            }
        }
    }

    /// Where the members lie: the same for copies of one value that were not changed since, and for no other value
    /// while one of them is there.
    @inlinable
    public var storageAddress: Int { members.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) } }

    /// The names in byte order.
    public var names: [String] { members.map(\.name) }

    /// These attributes with those of `other` added or replacing them.
    public func merging(_ other: AttributeMap) -> AttributeMap {
        var merged = self
        for (name, value) in other { merged[name] = value }
        return merged
    }

    /// Only the attributes with these names.
    public func projected(to names: some Sequence<String>) -> AttributeMap {
        var part = AttributeMap()
        for name in names { if let value = self[name] { part[name] = value } }
        return part
    }
}

extension AttributeMap: RandomAccessCollection {
    /// The first position.
    @inlinable
    public var startIndex: Int { 0 }
    /// The position after the last.
    @inlinable
    public var endIndex: Int { members.count }
    /// The attribute at a position, in byte order of the names.
    @inlinable
    public subscript(position: Int) -> Member { members[position] }
}

extension AttributeMap: Hashable {
    /// Whether both have the same names with equal values.
    public static func == (left: AttributeMap, right: AttributeMap) -> Bool {
        left.isSameStorage(as: right)
            || left.count == right.count
                && zip(left.members, right.members).allSatisfy {
                    $0.name.hasSameBytes(as: $1.name) && $0.value == $1.value
                }
    }

    /// Hashes names and values.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(members.count)
        for (name, value) in members {
            name.withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
            hasher.combine(value)
        }
    }
}

extension AttributeMap: ExpressibleByDictionaryLiteral {
    /// These attributes; of equal names the last counts.
    public init(dictionaryLiteral elements: (String, AttributeValue)...) {
        self.init(elements.map { ($0.0, $0.1) })
    }
}
