import HTTPText

/// Header fields in order, as slices of one buffer: a parsed request costs two allocations however many fields it has.
/// Names compare without regard to case. Values are bytes; nothing is decoded before somebody asks.
public struct HTTPHeaders: Sendable {
    /// Where a name and its value stand in the buffer.
    struct Field: Sendable {
        var nameStart: UInt32
        var nameLength: UInt32
        var valueStart: UInt32
        var valueLength: UInt32
    }

    /// For a request its whole head; for an answer the lines `name: value CRLF` exactly as they are sent.
    private(set) var storage: [UInt8]
    private(set) var fields: [Field]
    /// Whether `storage` is nothing but the fields' lines.
    private(set) var isWireForm = true

    /// No fields.
    public init() {
        storage = []
        fields = []
    }

    /// Takes the head of a parsed request and where its fields stand.
    init(head: [UInt8], fields: [Field]) {
        storage = head
        self.fields = fields
        isWireForm = false
    }

    /// How many fields there are; a repeated name counts each time.
    public var count: Int { fields.count }

    /// Whether there are no fields.
    public var isEmpty: Bool { fields.isEmpty }

    /// The value of the first field called `name`, which is given in lower case.
    public func first(_ name: StaticString) -> ArraySlice<UInt8>? {
        guard let index = index(of: name, from: 0) else { return nil }
        return value(at: index)
    }

    /// The value of the field called `name` (lower case); nil when it is missing or given more than once.
    public func only(_ name: StaticString) -> ArraySlice<UInt8>? {
        guard let index = index(of: name, from: 0), self.index(of: name, from: index + 1) == nil else { return nil }
        return value(at: index)
    }

    /// All values of the fields called `name` (lower case), in order.
    public func all(_ name: StaticString) -> [ArraySlice<UInt8>] {
        var found: [ArraySlice<UInt8>] = []
        var next = 0
        while let index = index(of: name, from: next) {
            found.append(value(at: index))
            next = index + 1
        }
        return found
    }

    /// Whether a field called `name` (lower case) is there.
    public func contains(_ name: StaticString) -> Bool { index(of: name, from: 0) != nil }

    /// The first value of `name` (lower case) as text; nil when it is absent or not UTF-8.
    public func string(_ name: StaticString) -> String? {
        guard let bytes = first(name) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    /// Adds a field after the others.
    public mutating func append(_ name: HTTPFieldName, _ value: HTTPFieldValue) {
        if fields.isEmpty {
            storage.reserveCapacity(256)
            fields.reserveCapacity(8)
        }
        let nameStart = storage.count
        name.text.withBytes { storage.append(contentsOf: $0) }
        let nameLength = storage.count - nameStart
        storage.append(UInt8(ascii: ":"))
        storage.append(ByteClass.space)
        let valueStart = storage.count
        value.text.withBytes { storage.append(contentsOf: $0) }
        fields.append(
            Field(
                nameStart: UInt32(nameStart), nameLength: UInt32(nameLength), valueStart: UInt32(valueStart),
                valueLength: UInt32(storage.count - valueStart)))
        storage.append(ByteClass.carriageReturn)
        storage.append(ByteClass.lineFeed)
    }

    func value(at index: Int) -> ArraySlice<UInt8> {
        let start = Int(fields[index].valueStart)
        return storage[start..<start + Int(fields[index].valueLength)]
    }

    func name(at index: Int) -> ArraySlice<UInt8> {
        let start = Int(fields[index].nameStart)
        return storage[start..<start + Int(fields[index].nameLength)]
    }

    private func index(of name: StaticString, from start: Int) -> Int? {
        let length = UInt32(name.utf8CodeUnitCount)
        return storage.withUnsafeBufferPointer { bytes in
            for index in start..<fields.count where fields[index].nameLength == length {
                let from = Int(fields[index].nameStart)
                if matchesIgnoringCase(UnsafeBufferPointer(rebasing: bytes[from..<from + Int(length)]), name) {
                    return index
                }
            }
            return nil
        }
    }
}

extension HTTPHeaders: Sequence {
    /// Names (as they were spelled) and values, in order.
    public func makeIterator() -> AnyIterator<(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)> {
        var index = 0
        return AnyIterator {
            guard index < fields.count else { return nil }
            defer { index += 1 }
            return (name(at: index), value(at: index))
        }
    }
}

extension HTTPHeaders: Equatable {
    /// Equal when the same names (as spelled) have the same values in the same order.
    public static func == (left: HTTPHeaders, right: HTTPHeaders) -> Bool {
        left.count == right.count
            && left.fields.indices.allSatisfy {
                left.name(at: $0) == right.name(at: $0) && left.value(at: $0) == right.value(at: $0)
            }
    }
}
