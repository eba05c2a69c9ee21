import DynamoModel
import DynamoWire
import IonText
import JSONText

/// A change of an item, as a line of an incremental export has it: what the item was before the first and is after the
/// last change of a stretch of time.
///
///     {"Metadata":{"WriteTimestampMicros":{"N":"…"}},"Keys":{…},"OldImage":{…},"NewImage":{…}}
///
/// Source: Developer Guide, "DynamoDB table export output format", incremental exports. The guide shows no line of Ion;
/// there the members are the same, and the time is a decimal.
package struct ExportedChange: Sendable, Equatable {
    /// When the item was changed last, in microseconds since 1970.
    package let time: Int
    /// The attributes of the item's key.
    package let key: Item
    /// What it was before; nil when it was not there, or when the export does not show it.
    package let old: Item?
    /// What it is afterwards; nil when it is not there any more.
    package let new: Item?

    /// A change.
    package init(time: Int, key: Item, old: Item?, new: Item?) {
        self.time = time
        self.key = key
        self.old = old
        self.new = new
    }
}

private enum ChangeName {
    static let metadata = "Metadata"
    static let time = "WriteTimestampMicros"
    static let keys = "Keys"
    static let old = "OldImage"
    static let new = "NewImage"
}

extension LineWriter {
    fileprivate mutating func members(of change: ExportedChange) {
        name(ChangeName.metadata)
        beginRecord()
        name(ChangeName.time)
        attribute(.int(change.time))
        endRecord()
        image(ChangeName.keys, change.key)
        if let old = change.old { image(ChangeName.old, old) }
        if let new = change.new { image(ChangeName.new, new) }
    }
}

extension ItemLine {
    /// Appends the line of a change, with its line feed.
    package static func append(_ change: ExportedChange, as format: TransferFormat = .json, to bytes: inout [UInt8]) {
        if format == .ion {
            IonWriter.append(to: &bytes) { $0.members(of: change) }
        } else {
            JSONWriter.append(to: &bytes) { $0.members(of: change) }
        }
    }

    /// Whether a line is one of an incremental export.
    package static func isChange(_ line: [UInt8], as format: TransferFormat) -> Bool {
        format == .ion ? (try? ion(line))?.isChange ?? false : (try? json(line))?.isChange ?? false
    }

    /// The change of a line.
    package static func change(_ line: [UInt8], as format: TransferFormat = .json) throws(Fault) -> ExportedChange {
        guard format == .ion else {
            let json = try json(line)
            guard json.isChange, let key = try image(json, ChangeName.keys) else { throw noChange }
            return ExportedChange(
                time: try time(json[ChangeName.metadata]?[ChangeName.time]?["N"]?.stringValue), key: key,
                old: try image(json, ChangeName.old), new: try image(json, ChangeName.new))
        }
        let ion = try ion(line)
        guard ion.isChange, let key = try image(ion, ChangeName.keys) else { throw noChange }
        return ExportedChange(
            time: try time(ion[ChangeName.metadata]?[ChangeName.time]?.digits), key: key,
            old: try image(ion, ChangeName.old), new: try image(ion, ChangeName.new))
    }

    private static let noChange = Fault(
        reason: "it has no Metadata and Keys, as the other lines of this incremental export have")

    private static func time(_ digits: String?) throws(Fault) -> Int {
        guard let digits, let number = try? DynamoNumber(digits), let time = number.int, time >= 0 else {
            throw Fault(reason: "its WriteTimestampMicros is not a whole number of microseconds")
        }
        return time
    }

    private static func image(_ json: JSONValue, _ name: String) throws(Fault) -> Item? {
        guard let image = json[name], !image.isNull else { return nil }
        do throws(DynamoDBError) { return try AttributeMap(itemJSON: image) } catch {
            throw Fault(reason: "its \(name): \(error.message)")
        }
    }

    private static func image(_ ion: IonValue, _ name: String) throws(Fault) -> Item? {
        guard let image = ion[name], image.form != .null else { return nil }
        do throws(Fault) { return try AttributeMap(ion: image) } catch {
            throw Fault(reason: "its \(name): \(error.reason)")
        }
    }
}

extension JSONValue {
    /// Whether it is a line of an incremental export.
    var isChange: Bool {
        self[ChangeName.keys]?.objectValue != nil && self[ChangeName.metadata]?[ChangeName.time] != nil
    }
}

extension IonValue {
    /// Whether it is a line of an incremental export.
    var isChange: Bool { self[ChangeName.keys]?.fields != nil && self[ChangeName.metadata]?[ChangeName.time] != nil }

    /// The text of a number.
    fileprivate var digits: String? {
        switch form {
        case .integer(let text), .decimal(let text): text
        default: nil
        }
    }
}
