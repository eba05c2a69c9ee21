/// The members of a JSON object in their order. Names are distinct as bytes.
public struct JSONObject: Sendable {
    /// Unescaped: the name is the text that its JSON string stands for.
    public typealias Member = (name: String, value: JSONValue)

    /// From how many members on a hash index serves the lookups; below, comparing is quicker.
    static let indexThreshold = 24

    /// The members in the order in which they were written or added.
    public private(set) var members: [Member] = []
    private var places: [ByteName: Int]?

    /// An object without members.
    public init() {}

    /// An object of these members; nil when a name occurs twice.
    public init?(_ members: [Member]) {
        self.members.reserveCapacity(members.count)
        for (name, value) in members {
            guard append(name, value) else { return nil }
        }
    }

    /// How many members there are.
    public var count: Int { members.count }

    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// The names in order.
    public var names: [String] { members.map(\.name) }

    /// The value of a name, compared byte by byte. Setting a new name appends it, setting nil removes it.
    public subscript(_ name: String) -> JSONValue? {
        get { place(of: name).map { members[$0].value } }
        set {
            switch (place(of: name), newValue) {
            case (let place?, let value?): members[place].value = value
            case (nil, let value?): add(name, value)
            case (let place?, nil): remove(at: place)
            case (nil, nil): break
            }
        }
    }

    /// Adds a member after the others. Returns false, and changes nothing, when the name is there already.
    @discardableResult
    public mutating func append(_ name: String, _ value: JSONValue) -> Bool {
        guard place(of: name) == nil else { return false }
        add(name, value)
        return true
    }

    /// Where a name stands.
    func place(of name: String) -> Int? {
        if let places { return places[ByteName(name)] }
        for index in members.indices where bytesEqual(members[index].name, name) { return index }
        return nil
    }

    /// Adds a member whose name is known to be new.
    @inline(__always)
    mutating func add(_ name: consuming String, _ value: consuming JSONValue) {
        members.append((name, value))
        if members.count > Self.indexThreshold { indexLast() }
    }

    private mutating func indexLast() {
        guard places != nil, let last = members.last else { return indexAll() }
        places?[ByteName(last.name)] = members.count - 1
    }

    /// Makes room for the members of an ordinary object at once.
    mutating func reserveSome() { members.reserveCapacity(8) }

    private mutating func remove(at place: Int) {
        members.remove(at: place)
        places = nil
        if members.count > Self.indexThreshold { indexAll() }
    }

    private mutating func indexAll() {
        var places: [ByteName: Int] = [:]
        places.reserveCapacity(members.count * 2)
        for (index, member) in members.enumerated() { places[ByteName(member.name)] = index }
        self.places = places
    }
}

extension JSONObject: Equatable {
    /// The same names with equal values, in any order.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.count == right.count else { return false }
        for (index, member) in left.members.enumerated() {
            let isAtSamePlace = bytesEqual(right.members[index].name, member.name)
            guard let place = isAtSamePlace ? index : right.place(of: member.name) else { return false }
            guard right.members[place].value == member.value else { return false }
        }
        return true
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// An object of these members; of two with one name the later one holds.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (name, value) in elements { self[name] = value }
    }
}

/// A name that is equal and hashed by its bytes.
private struct ByteName: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: ByteName, right: ByteName) -> Bool { bytesEqual(left.text, right.text) }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
