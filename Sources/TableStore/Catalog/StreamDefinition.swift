import DynamoModel

/// A stream of a table's changes as it is stored: what it shows, and how the log of changes is cut into shards.
///
/// It outlives its table, and the time when it is turned off, by the retention of the log.
package struct StreamDefinition: Sendable, Equatable, ItemRepresentable {
    /// A part of a stream: the changes of some partitions of the table, from one sequence number to another.
    package struct Shard: Sendable, Equatable, Codable {
        /// 37 characters, which sort in the order in which shards were opened.
        package let id: String
        /// Which of the stream's ranges of partitions it holds, from 0.
        package let slot: Int
        /// The shard of the same range that it goes on with; nil for the first.
        package let parent: String?
        /// The first sequence number that it can hold.
        package let start: Int
        /// The last; nil while it is open.
        package var end: Int?
        /// When it was opened, in milliseconds since 1970.
        package let opened: Int
        /// When it was closed.
        package var closed: Int?
    }

    /// The number of the table whose changes it shows.
    package let storage: Int
    /// The table's name.
    package let tableName: String
    /// When it was turned on, as text: with the table's name its name.
    package let label: String
    package let viewType: StreamViewType
    /// When it was turned on, in milliseconds since 1970.
    package let created: Int
    package let keySchema: [KeySchemaElement]
    package let attributeDefinitions: [AttributeDefinition]
    /// How many shards are open at a time.
    package let shardCount: Int
    /// In the order in which they were opened.
    package var shards: [Shard] = []
    /// When it was turned off, in milliseconds since 1970; nil while it is on.
    package var ended: Int?
    /// The resource policy; nil for none.
    package var policy: ResourcePolicy?

    private enum CodingKeys: String, CodingKey {
        case storage, label, created, keySchema, shardCount, shards, ended, policy
        case tableName = "table"
        case viewType = "view"
        case attributeDefinitions = "attributes"
    }

    /// The most shards that can be open at a time.
    package static let greatestShardCount = 16

    /// The name by which it is found.
    package var name: String { Self.name(tableName, label) }

    /// Who reads the table's log of changes for it.
    package var consumer: String { "stream/\(label)" }

    /// The name of a stream by that of its table and its label.
    package static func name(_ tableName: String, _ label: String) -> String { "\(tableName)/\(label)" }

    /// The shard of this id.
    package func shard(_ id: String) -> Shard? { shards.first { $0.id.hasSameBytes(as: id) } }

    /// The slot that a change belongs to, by the key of its row: the keys of a partition share their first two bytes.
    package func slot(of key: UnsafeRawBufferPointer) -> Int {
        guard key.count >= KeyLayout.hashSize else { return 0 }
        return (Int(key[0]) << 8 | Int(key[1])) * shardCount / KeyLayout.hashes
    }

    /// The images that the stream shows.
    package var images: RecordedChange.Images {
        switch viewType {
        case .keysOnly: []
        case .newImage: .new
        case .oldImage: .old
        case .newAndOldImages: [.old, .new]
        }
    }
}

extension StreamDefinition {
    /// Closes what is open and opens a shard for each slot, from the next sequence number on.
    mutating func openShards(after sequence: Int, now: Int) {
        let parents = closeShards(after: sequence, now: now)
        // Ids sort by the time in them, which a clock that steps back must not change.
        let time = max(now, (shards.last?.opened ?? 0) + 1)
        for slot in 0..<shardCount {
            shards.append(
                Shard(
                    id: Self.id(time, slot, storage), slot: slot, parent: parents[slot], start: sequence + 1,
                    opened: time))
        }
    }

    /// Closes what is open.
    ///
    /// - Returns: the ids of the shards that were closed, by slot.
    @discardableResult
    mutating func closeShards(after sequence: Int, now: Int) -> [Int: String] {
        var closed: [Int: String] = [:]
        for position in shards.indices where shards[position].end == nil {
            shards[position].end = max(sequence, shards[position].start - 1)
            shards[position].closed = now
            closed[shards[position].slot] = shards[position].id
        }
        return closed
    }

    /// As DynamoDB's: `shardId-`, 20 digits of a time, `-`, 8 hexadecimal digits.
    private static func id(_ time: Int, _ slot: Int, _ storage: Int) -> String {
        func pad(_ text: String, _ count: Int) -> String {
            String(repeating: "0", count: max(0, count - text.utf8.count)) + text
        }
        let suffix = String(slot << 24 | storage & 0xff_ffff, radix: 16)
        return "shardId-\(pad(String(time), 20))-\(pad(suffix, 8))"
    }
}
