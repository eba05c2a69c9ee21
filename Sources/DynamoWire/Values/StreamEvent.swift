import DynamoModel
import JSONText

/// Events of changes, as Lambda gives them to functions.
public enum StreamEvent {
    /// What stands around keys and images, in bytes.
    private static let frame = 700

    /// About how many bytes a record's JSON has.
    public static func estimatedBytes(of record: StreamRecord) -> Int { frame + 2 * record.sizeBytes }

    /// An event of some records: `{"Records": [...]}`.
    public static func json(_ records: some Collection<StreamRecord>, streamArn: String) -> [UInt8] {
        var writer = JSONWriter(capacity: records.reduce(64) { $0 + estimatedBytes(of: $1) })
        writer.beginObject()
        writer.name("Records")
        writer.beginArray()
        for record in records { writer.record(record, of: streamArn) }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    /// One record of an event.
    public static func json(_ record: StreamRecord, streamArn: String) -> [UInt8] {
        var writer = JSONWriter(capacity: estimatedBytes(of: record))
        writer.record(record, of: streamArn)
        return writer.bytes
    }

    /// The item's key, in a form that is the same for all changes of an item.
    public static func key(of record: StreamRecord) -> [UInt8] {
        var writer = JSONWriter(capacity: 64)
        writer.beginArray()
        for (name, value) in record.keys.map({ ($0.name, $0.value) }).sorted(by: { $0.0.compareBytes(with: $1.0) < 0 })
        {
            writer.string(name)
            writer.attributes(Item([(name, value)]))
        }
        writer.endArray()
        return writer.bytes
    }
}
