import DynamoModel
import DynamoWire
import IonText
import JSONText

/// An item as a line of a file: `{"Item":{…}}` as DynamoDB's export to S3 writes it, or the item alone; in DynamoDB
/// JSON or, after `$ion_1_0`, in Amazon Ion.
package enum ItemLine {
    /// The longest line, in bytes. An item of 400 KB becomes several times as long when each character needs an escape.
    package static let maximumBytes = 16 << 20

    private static let limits = JSONLimits(maximumDepth: DynamoRequest.jsonDepth, maximumBytes: maximumBytes)

    /// Why a line is not an item.
    package struct Fault: Error { package let reason: String }

    /// Appends the item's line, with its line feed.
    package static func append(_ item: Item, as format: TransferFormat = .json, to bytes: inout [UInt8]) {
        if format == .ion {
            IonWriter.append(to: &bytes) { $0.image("Item", item) }
        } else {
            JSONWriter.append(to: &bytes) { $0.image("Item", item) }
        }
    }

    /// The item of a text `{"Item":{…}}`, and of no other: as the service's imports take them.
    package static func wrappedItem(_ text: [UInt8], as format: TransferFormat = .json) throws(Fault) -> Item {
        guard format != .ion else {
            let ion = try ion(text)
            guard let attributes = ion["Item"], attributes.fields != nil else {
                throw Fault(reason: "it has no field Item")
            }
            return try AttributeMap(ion: attributes)
        }
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

    private static let ionLimits = IonLimits(maximumBytes: maximumBytes)

    /// The value of an Ion text.
    static func ion(_ text: [UInt8]) throws(Fault) -> IonValue {
        do throws(IonError) { return try IonValue.parse(text, limits: ionLimits) } catch {
            throw Fault(reason: error.kind == .truncated ? "the text breaks off: \(error)" : "\(error)")
        }
    }

    private static let ionMarker = Array("$ion_1_0".utf8)

    /// The form of a file's lines, by the first one.
    package static func format(of line: [UInt8]) -> TransferFormat {
        line.drop { $0 == 0x20 || $0 == 0x09 }.starts(with: ionMarker) ? .ion : .json
    }

    /// Whether a line has nothing, as a version marker that stands alone.
    package static func isBlank(_ line: [UInt8], as format: TransferFormat) -> Bool {
        format == .ion && IonValue.isEmpty(line)
    }

    /// The item of a line, whichever form it has.
    package static func item(_ line: [UInt8], as format: TransferFormat = .json) throws(Fault) -> Item {
        guard format != .ion else {
            let ion = try ion(line)
            if ion.isChange { throw isIncrement }
            guard ion.fields?.count == 1, let inner = ion["Item"], inner.fields != nil else {
                return try AttributeMap(ion: ion)
            }
            return try AttributeMap(ion: inner)
        }
        let json = try json(line)
        let attributes = try unwrapped(json)
        do throws(DynamoDBError) { return try AttributeMap(itemJSON: attributes) } catch {
            throw Fault(reason: error.message)
        }
    }

    /// The JSON of a line.
    static func json(_ line: [UInt8]) throws(Fault) -> JSONValue {
        do throws(JSONError) { return try JSONValue.parse(line, limits: limits) } catch {
            throw Fault(reason: error.kind == .truncated ? "the line breaks off: \(error)" : "\(error)")
        }
    }

    private static let isIncrement = Fault(
        reason: "it is a line of an incremental export, which is imported as a file or folder of such lines alone")

    /// The JSON of the item itself.
    private static func unwrapped(_ json: JSONValue) throws(Fault) -> JSONValue {
        if json.arrayValue != nil {
            throw Fault(reason: "it is a list; its items must stand one to a line (jq -c '.[]')")
        }
        guard let members = json.objectValue else { throw Fault(reason: "it is not a JSON object") }
        if json.isChange { throw isIncrement }
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
