import DynamoModel

/// The encoding of key components: bytes, injective, and without a way out of a prefix.
///
/// `#` separates components and `%` escapes, so that both, and control characters, are written as `%` and two
/// hexadecimal digits. Everything else stays as it is: encoded components sort, and begin, as the components do.
enum KeyEncoding {
    /// A component as it stands in a key.
    static func component(_ text: String) -> String {
        guard text.utf8.contains(where: mustBeEscaped) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 8)
        for byte in text.utf8 {
            if mustBeEscaped(byte) {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A number with leading zeros, so that texts sort as the numbers do.
    static func padded(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func mustBeEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "#") || byte == UInt8(ascii: "%")
    }
}

/// Shards of partitions that would otherwise grow with the number of all users or sessions.
enum Shard {
    /// Shards of the directory of users.
    static let users = 8
    /// Shards of the queue of scoring jobs.
    static let scoringJobs = 4
    /// Shards of a scenario's usage count.
    static let usage = 10

    /// The shard of an id, always the same: FNV-1a of its bytes, mixed as SplitMix64 does, since FNV leaves the last
    /// bytes out of its high bits.
    static func of(_ id: String, count: Int) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
        hash ^= hash >> 31
        return Int(hash.multipliedFullWidth(by: UInt64(count)).high)
    }
}

/// The primary key of an item.
public struct ItemKey: Sendable, Hashable, CustomStringConvertible {
    /// `PK`.
    public let partition: String
    /// `SK`.
    public let sort: String

    init(_ partition: String, _ sort: String) {
        self.partition = partition
        self.sort = sort
    }

    init?(_ item: Item) {
        guard let partition = item[TableAttribute.partition]?.string, let sort = item[TableAttribute.sort]?.string
        else { return nil }
        self.init(partition, sort)
    }

    /// The key's attributes.
    var item: Item { [TableAttribute.partition: .s(partition), TableAttribute.sort: .s(sort)] }

    /// Both parts, for messages to operators.
    public var description: String { "\(partition) / \(sort)" }

    /// Whether both parts have the same bytes.
    public static func == (left: ItemKey, right: ItemKey) -> Bool {
        left.partition.hasSameBytes(as: right.partition) && left.sort.hasSameBytes(as: right.sort)
    }

    /// Hashes what ``==(_:_:)`` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(partition)
        hasher.combine(sort)
    }
}

/// Names of the attributes that make keys.
enum TableAttribute {
    static let partition = "PK"
    static let sort = "SK"
    /// The attribute by which items expire.
    static let timeToLive = "ttl"
    /// The kind of an item.
    static let kind = "entity"
}

/// The table itself or one of its global secondary indexes.
public enum TableIndex: String, Sendable, CaseIterable {
    /// The table.
    case table
    /// Lists.
    case gsi1 = "GSI1"
    /// Work queues: an item leaves when the work is done.
    case gsi2 = "GSI2"
    /// Segments.
    case gsi3 = "GSI3"
    /// Relations.
    case gsi4 = "GSI4"
    /// Directory.
    case gsi5 = "GSI5"

    /// The index's name in a request; nil for the table.
    var name: String? { self == .table ? nil : rawValue }
    /// The attribute with its partition key.
    var partitionAttribute: String { self == .table ? TableAttribute.partition : rawValue + "PK" }
    /// The attribute with its sort key.
    var sortAttribute: String { self == .table ? TableAttribute.sort : rawValue + "SK" }
    /// What it holds beside keys. Projections are KEYS_ONLY where an ordinary update should cost the index nothing.
    var projection: Projection {
        switch self {
        case .table, .gsi1, .gsi2: .all
        case .gsi3, .gsi4, .gsi5: .keysOnly
        }
    }
}

/// An item's key in an index.
struct IndexKey: Sendable, Hashable {
    let index: TableIndex
    let partition: String
    let sort: String

    init(_ index: TableIndex, _ partition: String, _ sort: String) {
        self.index = index
        self.partition = partition
        self.sort = sort
    }
}
