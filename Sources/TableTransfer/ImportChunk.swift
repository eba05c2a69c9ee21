import DynamoModel
import ItemFiles

/// The writes of some lines of an import, each of another item.
struct ImportChunk: Sendable {
    private(set) var writes: [BatchWrite] = []
    /// The digests of the items that are put; nil where one is removed.
    private var digests: [UInt128?] = []
    private(set) var places: [LinePlace] = []
    private var positions: [Item: Int] = [:]
    private var bytes = 0
    /// Lines whose item was replaced by another one.
    private(set) var replaced = 0

    /// Bytes of items that a chunk has at most, except its last item.
    private static let mostBytes = 8 << 20

    /// Whether no line is in it.
    var isEmpty: Bool { writes.isEmpty && replaced == 0 }
    var isFull: Bool { writes.count >= TableImport.chunkLines || bytes >= Self.mostBytes }

    /// Adds the put of an item.
    mutating func put(_ item: Item, key: Item, _ place: LinePlace) {
        bytes += item.itemSize
        add(.put(item: item), TableChecksum.digest(item), key: key, place)
    }

    /// Adds a change.
    mutating func add(_ change: ExportedChange, _ place: LinePlace) {
        if let item = change.new { return put(item, key: change.key, place) }
        bytes += change.key.itemSize
        add(.delete(key: change.key), nil, key: change.key, place)
    }

    private mutating func add(_ write: BatchWrite, _ digest: UInt128?, key: Item, _ place: LinePlace) {
        if let position = positions[key] {
            (writes[position], digests[position], places[position]) = (write, digest, place)
            replaced += 1
            return
        }
        positions[key] = writes.count
        writes.append(write)
        digests.append(digest)
        places.append(place)
    }

    /// Notes a line whose item another line writes.
    mutating func replace() { replaced += 1 }

    /// Counts what was written of it.
    func count(in tally: inout ImportTally, without refused: Set<Int>) {
        tally.replace(replaced)
        for (key, position) in positions where !refused.contains(position) {
            if let digest = digests[position] { tally.add(digest: digest, key: key) } else { tally.remove() }
        }
    }
}
