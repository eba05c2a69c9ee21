import DynamoModel
import DynamoWire
import JSONText

/// An item as a line of a file: `{"Item":{…}}` as DynamoDB's export to S3 writes it, or the item alone.
package enum ItemLine {
    /// The longest line, in bytes. An item of 400 KB becomes several times as long when each character needs an escape.
    package static let maximumBytes = 16 << 20

    private static let limits = JSONLimits(maximumDepth: DynamoRequest.jsonDepth, maximumBytes: maximumBytes)

    /// Why a line is no item.
    package struct Fault: Error { package let reason: String }

    /// Appends the item's line, with its line feed.
    package static func append(_ item: Item, to bytes: inout [UInt8]) {
        var writer = JSONWriter(appendingTo: bytes)
        bytes = []
        writer.beginObject()
        writer.name("Item")
        writer.attributes(item)
        writer.endObject()
        bytes = writer.bytes
        bytes.append(UInt8(ascii: "\n"))
    }

    /// The item of a line `{"Item":{…}}`, and of no other: as the service's imports take them.
    package static func wrappedItem(_ text: [UInt8]) throws(Fault) -> Item {
        let json: JSONValue
        do throws(JSONError) { json = try JSONValue.parse(text, limits: limits) } catch {
            throw Fault(reason: "\(error)")
        }
        guard let attributes = json["Item"], attributes.objectValue != nil else {
            throw Fault(reason: "it has no member Item")
        }
        do throws(DynamoDBError) { return try AttributeMap(itemJSON: attributes) } catch {
            throw Fault(reason: error.message)
        }
    }

    /// Appends the line of a change, as incremental exports have it.
    ///
    /// - Parameters:
    ///   - time: milliseconds since 1970.
    ///   - key: the attributes of the item's key.
    package static func append(change key: Item, at time: Int, old: Item?, new: Item?, to bytes: inout [UInt8]) {
        var writer = JSONWriter(appendingTo: bytes)
        bytes = []
        writer.beginObject()
        writer.name("Metadata")
        writer.beginObject()
        writer.name("WriteTimestampMicros")
        writer.attribute(.n(DynamoNumber(time * 1000)))
        writer.endObject()
        writer.name("Keys")
        writer.attributes(key)
        if let old {
            writer.name("OldImage")
            writer.attributes(old)
        }
        if let new {
            writer.name("NewImage")
            writer.attributes(new)
        }
        writer.endObject()
        bytes = writer.bytes
        bytes.append(UInt8(ascii: "\n"))
    }

    /// The item of a line, whichever form it has.
    package static func item(_ line: [UInt8]) throws(Fault) -> Item {
        let json: JSONValue
        do throws(JSONError) { json = try JSONValue.parse(line, limits: limits) } catch {
            throw Fault(reason: error.kind == .truncated ? "the line breaks off: \(error)" : "\(error)")
        }
        let attributes = try unwrapped(json)
        do throws(DynamoDBError) { return try AttributeMap(itemJSON: attributes) } catch {
            throw Fault(reason: error.message)
        }
    }

    /// The JSON of the item itself.
    private static func unwrapped(_ json: JSONValue) throws(Fault) -> JSONValue {
        if json.arrayValue != nil {
            throw Fault(reason: "it is a list; its items must stand one to a line (jq -c '.[]')")
        }
        guard let members = json.objectValue else { throw Fault(reason: "it is not a JSON object") }
        if members["Keys"]?.objectValue != nil, members["Metadata"]?.objectValue != nil {
            throw Fault(reason: "it is a line of an incremental export; only full exports can be imported")
        }
        if members["Items"]?.arrayValue != nil {
            throw Fault(
                reason: "it is the answer of a scan or a query; its items must stand one to a line (jq -c '.Items[]')")
        }
        if members["Responses"]?.objectValue != nil {
            throw Fault(
                reason: "it is the answer of a batch; its items must stand one to a line (jq -c '.Responses[][]')")
        }
        guard members.count == 1, let inner = members["Item"] else { return json }
        // An item that has an attribute "Item" and nothing else: a key, which is text, a number or bytes.
        let isAttribute = inner.objectValue.map { $0.count == 1 && $0.members[0].value.stringValue != nil } ?? false
        return isAttribute ? json : inner
    }

    /// A key as one line of JSON.
    package static func text(_ attributes: Item) -> String {
        var writer = JSONWriter()
        writer.attributes(attributes)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// A value as one line of JSON.
    package static func text(_ value: AttributeValue) -> String {
        var writer = JSONWriter()
        writer.attribute(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
