import DynamoModel
import Glibc
import JSONText
import Synchronization
import TableTransfer

/// How far a consumer is, in a file that is replaced as a whole: after a restart it goes on after what was handled.
final class Checkpoints: Sendable {
    /// How far a stream was consumed. It is written by hand, so that the file's members are in the order of their names
    /// and it differs from the last one only in what has changed.
    struct Stream: Equatable {
        /// Since when changes count, in seconds since 1970 by this machine's clock; nil for all that are there.
        var since: Double?
        /// The shards in which it counts: those that were there at the start, until one is read from where it was then.
        /// Nil in files of older programs: all.
        var timed: Set<String>?
        /// The last sequence number of each shard that was handled.
        var positions: [String: String] = [:]
        /// Shards that were read to their end.
        var done: Set<String> = []
        /// Whether all of it was read, and it was turned off.
        var isDone = false
    }

    private static let version = 1
    private static let limits = JSONLimits(maximumDepth: 8, maximumBytes: 16 << 20)

    private let path: String
    private let streams: Mutex<[String: Stream]>

    /// Reads the file; one that is not there says that nothing was handled.
    ///
    /// - Throws: when it cannot be read, or is not such a file: it is not written over.
    init(path: String) throws(ConsumerError) {
        self.path = path
        guard access(path, F_OK) == 0 else {
            streams = Mutex([:])
            return
        }
        streams = Mutex(try Self.read(path))
    }

    private static func read(_ path: String) throws(ConsumerError) -> [String: Stream] {
        guard let bytes = FileBytes.read(path, limit: limits.maximumBytes) else {
            throw .file(path: path, reason: String(cString: strerror(errno)))
        }
        guard let value = try? JSONValue.parse(bytes, limits: limits), value["version"]?.intValue == version,
            let members = value["streams"]?.objectValue
        else { throw .file(path: path, reason: "it is not a file of checkpoints; name another, or remove it") }
        var streams: [String: Stream] = [:]
        for (arn, value) in members.members {
            var stream = Stream(since: value["since"]?.doubleValue, isDone: value["is_done"]?.boolValue ?? false)
            for (shard, number) in value["positions"]?.objectValue?.members ?? [] {
                stream.positions[shard] = number.stringValue
            }
            stream.timed = value["timed"]?.arrayValue.map { Set($0.compactMap(\.stringValue)) }
            stream.done = Set((value["done"]?.arrayValue ?? []).compactMap(\.stringValue))
            streams[arn] = stream
        }
        return streams
    }

    /// Claims the file for one consumer: two would write over what each other handled.
    func claim() throws(ConsumerError) -> FileClaim { try FileClaim(path) }

    /// How far a stream was consumed; nil when it was not begun.
    func stream(_ arn: String) -> Stream? { streams.withLock { $0[arn] } }

    /// Whether any stream was begun.
    var isEmpty: Bool { streams.withLock { $0.isEmpty } }

    /// Changes what is known of a stream, and writes the file.
    func change(_ arn: String, _ body: (inout Stream) -> Void) throws(ConsumerError) {
        try streams.withLock { (streams) throws(ConsumerError) in
            let before = streams[arn]
            body(&streams[arn, default: Stream()])
            guard streams[arn] != before else { return }
            try write(streams)
        }
    }

    private func write(_ streams: [String: Stream]) throws(ConsumerError) {
        var writer = JSONWriter(style: .pretty)
        writer.beginObject()
        writer.name("version")
        writer.integer(Self.version)
        writer.name("streams")
        writer.beginObject()
        for (arn, stream) in streams.sorted(by: { $0.key < $1.key }) {
            writer.name(arn)
            write(stream, &writer)
        }
        writer.endObject()
        writer.endObject()
        do throws(TransferError) {
            let file = try DurableFile(path)
            try file.write(writer.line)
            try file.publish()
        } catch {
            throw .file(path: path, reason: "\(error)")
        }
    }

    private func write(_ stream: Stream, _ writer: inout JSONWriter) {
        writer.beginObject()
        if let since = stream.since, let number = JSONNumber(since) {
            writer.name("since")
            writer.value(.number(number))
        }
        if let timed = stream.timed {
            writer.name("timed")
            writer.beginArray()
            for shard in timed.sorted() { writer.string(shard) }
            writer.endArray()
        }
        writer.name("is_done")
        writer.value(.bool(stream.isDone))
        writer.name("done")
        writer.beginArray()
        for shard in stream.done.sorted() { writer.string(shard) }
        writer.endArray()
        writer.name("positions")
        writer.beginObject()
        for (shard, number) in stream.positions.sorted(by: { $0.key < $1.key }) {
            writer.name(shard)
            writer.string(number)
        }
        writer.endObject()
        writer.endObject()
    }
}
