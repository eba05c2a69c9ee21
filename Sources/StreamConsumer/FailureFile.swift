import DynamoModel
import DynamoWire
import Glibc
import JSONText

/// Where the records go that were given up: a line for each batch, as Lambda reports to a destination on failure, with
/// the event as it was.
struct FailureFile: Sendable {
    /// Why records were given up.
    enum Condition: String, Sendable {
        /// The handler failed as often as it is tried.
        case retriesExhausted = "RetryAttemptsExhausted"
        /// They were older than is allowed.
        case recordAgeExceeded = "RecordAgeExceeded"
    }

    /// Nil: they are only reported.
    private let file: LineFile?

    /// What each line begins with.
    private static let mark = Array("{\"requestContext\":".utf8)

    /// The end of the year 9999: an endpoint may send any number as a time.
    private static let latestTime = 253_402_300_799.0

    /// - Parameter path: nil for no file.
    init(path: String?) { file = path.map { LineFile(path: $0, mark: Self.mark) } }

    /// - Throws: when the file cannot be written: the records are not given up then, and nothing of them is in it.
    func add(
        _ records: [StreamRecord], _ condition: Condition, attempts: Int, shard: String, streamArn: String, now: Double
    ) throws(ConsumerError) {
        guard let file, let first = records.first, let last = records.last else { return }
        var writer = JSONWriter(capacity: 1024)
        writer.beginObject()
        writer.name("requestContext")
        writer.beginObject()
        writer.name("condition")
        writer.string(condition.rawValue)
        writer.name("approximateInvokeCount")
        writer.integer(attempts)
        writer.endObject()
        writer.name("version")
        writer.string("1.0")
        writer.name("timestamp")
        writer.value(.number(JSONNumber(Int(now))))
        writer.name("DDBStreamBatchInfo")
        writer.beginObject()
        for (name, text) in [
            ("shardId", shard), ("startSequenceNumber", first.sequenceNumber),
            ("endSequenceNumber", last.sequenceNumber), ("streamArn", streamArn),
        ] {
            writer.name(name)
            writer.string(text)
        }
        for (name, time) in [
            ("approximateArrivalOfFirstRecord", first.approximateCreationDateTime),
            ("approximateArrivalOfLastRecord", last.approximateCreationDateTime),
        ] {
            writer.name(name)
            writer.integer(Int(max(0, min(time, Self.latestTime))))
        }
        writer.name("batchSize")
        writer.integer(records.count)
        writer.endObject()
        writer.name("payload")
        writer.string(String(decoding: StreamEvent.json(records, streamArn: streamArn), as: UTF8.self))
        writer.endObject()
        guard file.append(writer.line) else {
            throw .file(path: file.path, reason: String(cString: strerror(errno)))
        }
    }
}
