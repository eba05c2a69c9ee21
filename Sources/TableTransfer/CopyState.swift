import DynamoModel
import DynamoWire
import JSONText

/// How far a copy is, as a file keeps it: enough to go on where it was, and to refuse to go on with other tables.
struct CopyState: Sendable, Equatable {
    /// A table, so that another one of the same name is recognised.
    struct Identity: Sendable, Equatable {
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

    var bytes: [UInt8] {
        var writer = JSONWriter(style: .pretty)
        writer.beginObject()
        writer.name("format")
        writer.string(Self.format)
        for (name, identity) in [("source", source), ("target", target)] {
            writer.name(name)
            writer.beginObject()
            writer.name("arn")
            writer.string(identity.arn)
            writer.name("id")
            writer.string(identity.id)
            writer.endObject()
        }
        writer.name("merges")
        writer.bool(merges)
        writer.name("createdTarget")
        writer.bool(createdTarget)
        writer.name("segments")
        writer.beginArray()
        for segment in segments { segment.write(to: &writer) }
        writer.endArray()
        writer.endObject()
        return writer.bytes
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
        guard let json = try? JSONValue.parse(bytes, limits: limits), json["format"]?.stringValue == format,
            let state = CopyState(json)
        else { throw .damaged(path: path, reason: "it is not the state of a copy") }
        return state
    }

    private init?(_ json: JSONValue) {
        func identity(_ name: String) -> Identity? {
            guard let arn = json[name]?["arn"]?.stringValue, let id = json[name]?["id"]?.stringValue else { return nil }
            return Identity(arn: arn, id: id)
        }
        guard let source = identity("source"), let target = identity("target"), let merges = json["merges"]?.boolValue,
            let created = json["createdTarget"]?.boolValue, let listed = json["segments"]?.arrayValue, !listed.isEmpty
        else { return nil }
        let segments = listed.compactMap(Segment.init)
        guard segments.count == listed.count, segments.count <= Segments.most else { return nil }
        self.init(source: source, target: target, merges: merges, createdTarget: created, segments: segments)
    }
}

extension CopyState.Segment {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        if let last {
            writer.name("last")
            writer.attributes(last)
        }
        writer.name("count")
        writer.integer(copied.count)
        writer.name("checksum")
        writer.string(copied.hex)
        writer.name("done")
        writer.bool(isDone)
        writer.endObject()
    }

    fileprivate init?(_ json: JSONValue) {
        guard let count = json["count"]?.intValue, count >= 0,
            let sum = json["checksum"]?.stringValue.flatMap(TableChecksum.sum(hex:)),
            let isDone = json["done"]?.boolValue
        else { return nil }
        var last: Item?
        if let key = json["last"] {
            guard let item = try? Item(itemJSON: key) else { return nil }
            last = item
        }
        self.init(last: last, copied: TableChecksum(count: count, sum: sum), isDone: isDone)
    }
}
