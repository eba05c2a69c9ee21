import DynamoModel
import DynamoWire
import JSONText
import TreeCoding

/// How far a copy is, as a file keeps it: enough to go on where it was, and to refuse to go on with other tables.
struct CopyState: Sendable, Equatable, Codable {
    /// A table, so that another one of the same name is recognised.
    struct Identity: Sendable, Equatable, Codable {
        let arn: String
        let id: String

        init(_ table: TableDescription) { (arn, id) = (table.tableArn, table.tableId) }
        init(arn: String, id: String) { (self.arn, self.id) = (arn, id) }

        /// A table that is to be made, which nothing is known of yet.
        static let unknown = Identity(arn: "", id: "")
    }

    /// One segment of the source: everything up to `last` is in the target, on disk.
    struct Segment: Sendable, Equatable {
        var last: Item?
        var copied = TableChecksum()
        var isDone = false
    }

    let source: Identity
    /// Unknown from when it was seen that the target is not there until it is made and ready.
    var target: Identity
    /// Whether the target held items before, which verification must bear with.
    let merges: Bool
    /// Whether the target was not there when the copy began, so that the copy makes it, and has its settings to finish.
    let createdTarget: Bool
    var segments: [Segment]

    /// What all segments copied.
    var copied: TableChecksum { segments.reduce(TableChecksum()) { $0 + $1.copied } }
    var segmentsDone: Int { segments.count(where: \.isDone) }
}

// MARK: - The file

extension CopyState {
    private static let format = "lexi table copy 1"
    private static let limits = JSONLimits(maximumBytes: 64 << 20)

    /// What a file holds: the state's members after one that says whose file it is.
    private struct File: Codable {
        var state: CopyState

        private enum CodingKeys: String, CodingKey { case format }

        init(_ state: CopyState) { self.state = state }

        init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: CodingKeys.self)
            guard try members.decode(String.self, forKey: .format).hasSameBytes(as: CopyState.format) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .format, in: members, debugDescription: "the file is not that of a copy")
            }
            state = try CopyState(from: decoder)
            guard 1...Segments.most ~= state.segments.count else {
                throw DecodingError.dataCorruptedError(
                    forKey: .format, in: members, debugDescription: "no copy has so many segments")
            }
        }

        func encode(to encoder: any Encoder) throws {
            var members = encoder.container(keyedBy: CodingKeys.self)
            try members.encode(CopyState.format, forKey: .format)
            try state.encode(to: encoder)
        }
    }

    var bytes: [UInt8] {
        guard let json = try? JSONValue(encoding: File(self)) else {
            preconditionFailure("the state of a copy has a member that JSON cannot hold")
        }
        return json.serialized(.pretty)
    }

    /// The state in a file; nil when there is no such file.
    ///
    /// - Throws: `damaged` when it is not what a copy wrote.
    static func read(_ path: String) throws(TransferError) -> CopyState? {
        guard PathKind(path) != .none else { return nil }
        let input = try FileInput(path)
        var bytes: [UInt8] = []
        while case let piece = input.next(), !piece.isEmpty { bytes += piece }
        if let failure = input.failure { throw .file(path: path, reason: failure) }
        guard let file = try? JSONValue.parse(bytes, limits: limits).decoded(as: File.self) else {
            throw .damaged(path: path, reason: "it is not the state of a copy")
        }
        return file.state
    }
}

/// The checksum's members stand next to the others.
extension CopyState.Segment: Codable {
    private enum CodingKeys: String, CodingKey {
        case last
        case isDone = "done"
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        last = try members.decodeIfPresent(Subtree<JSONValue>.self, forKey: .last).map { try Item(itemJSON: $0.tree) }
        copied = try TableChecksum(from: decoder)
        isDone = try members.decode(Bool.self, forKey: .isDone)
    }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        if let last {
            var writer = JSONWriter()
            writer.attributes(last)
            try members.encode(Subtree(try JSONValue.parse(writer.bytes)), forKey: .last)
        }
        try copied.encode(to: encoder)
        try members.encode(isDone, forKey: .isDone)
    }
}

extension TableChecksum: Codable {
    private enum CodingKeys: String, CodingKey { case count, checksum }

    /// Reads a count and the sum's digits.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        let count = try members.decode(Int.self, forKey: .count)
        let digits = try members.decode(String.self, forKey: .checksum)
        guard count >= 0, let sum = Self.sum(hex: digits) else {
            throw DecodingError.dataCorruptedError(
                forKey: .checksum, in: members, debugDescription: "neither count nor sum can be such")
        }
        self.init(count: count, sum: sum)
    }

    /// Writes the count and the sum's digits.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(count, forKey: .count)
        try members.encode(hex, forKey: .checksum)
    }
}
