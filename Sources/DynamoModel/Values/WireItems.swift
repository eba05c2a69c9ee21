/// The items of an answer in the form of the wire: DynamoDB's JSON where a row was written as such, values where they
/// were at hand.
///
/// A row that is read once is sooner copied from its stored form into JSON than made into values, which are written as
/// JSON, and freed.
package struct WireItems: Sendable, Equatable {
    private enum Piece: Sendable, Equatable {
        case item(Item)
        /// From here to there in the texts.
        case text(Range<Int>)
    }

    /// An item, where it lies.
    package enum Found {
        case item(Item)
        /// An item as the text of a JSON object, valid as long as the items are.
        case text(UnsafeBufferPointer<UInt8>)
    }

    private var texts: [UInt8] = []
    private var pieces: [Piece] = []
    private var expected = 1
    /// The size of the items that are texts, by DynamoDB's counting, in bytes.
    package private(set) var textSize = 0

    /// No items.
    package init() {}

    /// Makes room for the texts of so many items when there is a first one.
    package mutating func expect(_ count: Int) { expected = min(count, Self.mostExpected) }

    /// Room for the text of an item of usual size, in bytes.
    private static let usualText = 1024
    private static let mostExpected = 32

    /// How many items there are.
    package var count: Int { pieces.count }

    /// The items that are values.
    package var values: [Item] { pieces.compactMap { if case .item(let item) = $0 { item } else { nil } } }

    /// About how many bytes the texts and values have as JSON.
    package func estimatedSize(_ values: ([Item]) -> Int) -> Int { texts.count + values(self.values) }

    /// The bytes of the texts.
    package var textBytes: Int { texts.count }

    /// Adds an item that is at hand.
    package mutating func append(_ item: Item) { pieces.append(.item(item)) }

    /// Lets `write` append an item's JSON to the texts, or nothing when it returns nil.
    ///
    /// - Parameter write: gets the texts so far to append to; returns the item's size by DynamoDB's counting, nil when
    ///   it has appended nothing. When it throws, the items are of no more use.
    package mutating func append<Failure: Error>(
        _ write: (inout [UInt8]) throws(Failure) -> Int?
    ) throws(Failure) {
        if texts.isEmpty { texts.reserveCapacity(expected * Self.usualText) }
        let start = texts.count
        guard let size = try write(&texts) else { return }
        pieces.append(.text(start..<texts.count))
        textSize += size
    }

    /// Hands each item on, in its order.
    package func forEach(_ body: (Found) -> Void) {
        texts.withUnsafeBufferPointer { texts in
            for piece in pieces {
                switch piece {
                case .item(let item): body(.item(item))
                case .text(let range): body(.text(UnsafeBufferPointer(rebasing: texts[range])))
                }
            }
        }
    }
}
