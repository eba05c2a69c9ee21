// What values take of the machine's memory, which is many times their size by DynamoDB's counting when they are small:
// bounds of caches and budgets go by this.

extension AttributeMap {
    /// The memory that the attributes take, in bytes: with what the allocator adds, and without what copies of the
    /// value share.
    public var memorySize: Int {
        var size = Heap.array(of: Member.self, count)
        for index in members.indices { size += Heap.text(members[index].name) + members[index].value.heapSize }
        return size
    }
}

extension AttributeValue {
    /// The memory that the value takes besides the place where it lies, in bytes.
    public var heapSize: Int {
        switch self {
        case .s(let value): Heap.text(value)
        case .n, .bool, .null: 0
        case .b(let value): Heap.array(of: UInt8.self, value.count)
        case .m(let map): map.memorySize
        case .l(let list): list.reduce(Heap.array(of: AttributeValue.self, list.count)) { $0 + $1.heapSize }
        case .ss(let set):
            set.elements.reduce(Heap.array(of: String.self, set.elements.count)) { $0 + Heap.text($1) }
        case .ns(let set): Heap.array(of: DynamoNumber.self, set.elements.count)
        case .bs(let set):
            set.elements.reduce(Heap.array(of: [UInt8].self, set.elements.count)) {
                $0 + Heap.array(of: UInt8.self, $1.count)
            }
        }
    }
}

/// The sizes of allocations by Swift and the system's allocator.
private enum Heap {
    /// An object's header, a count and a capacity, and what the allocator puts before them.
    private static let overhead = 32 + 16
    /// Texts up to this size lie where they are used.
    private static let inlineText = 15

    static func text(_ text: String) -> Int {
        let size = text.utf8.count
        return size <= inlineText ? 0 : overhead + size
    }

    static func array<Element>(of: Element.Type, _ count: Int) -> Int {
        count == 0 ? 0 : overhead + count * MemoryLayout<Element>.stride
    }
}
