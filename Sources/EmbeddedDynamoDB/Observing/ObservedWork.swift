import DynamoModel

/// What an operation dealt with, as far as its request and answer show.
struct ObservedWork {
    var capacities: [ConsumedCapacity] = []
    var items = 0
    /// The size of the items where it is known; the metrics of tables need no other.
    var knownBytes: Int?
    /// What was refused of a batch.
    var refusedParts: [RefusedPart] = []
    private var sized: [Item] = []
    /// The size of further items.
    private var otherBytes = 0

    /// The size of the items: a look at each of their attributes.
    var bytes: Int { knownBytes ?? sized.reduce(otherBytes) { $0 + $1.itemSize } }

    init() {}

    /// Work on so many items of a known size, in bytes.
    init(_ capacities: [ConsumedCapacity?], items: Int, bytes: Int) {
        self.capacities = capacities.compactMap(\.self)
        (self.items, knownBytes) = (items, bytes)
    }

    init(_ capacities: [ConsumedCapacity?], _ items: [Item]) {
        self.capacities = capacities.compactMap(\.self)
        self.items = items.count
        sized = items
    }

    /// - Parameter wire: items in the form of the wire; nil when they were read as values.
    init(_ capacity: ConsumedCapacity?, _ items: [Item], _ wire: WireItems?) {
        self.init([capacity], wire?.values ?? items)
        guard let wire else { return }
        self.items = wire.count
        otherBytes = wire.textSize
    }
}
