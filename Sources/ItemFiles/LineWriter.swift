import DynamoModel
import DynamoWire
import IonText
import JSONText

/// Writes the records of items' lines, in one of the forms that lines have.
protocol LineWriter {
    init(appendingTo bytes: [UInt8])

    /// What was written.
    var bytes: [UInt8] { get }

    /// Writes what comes before the record of each line.
    mutating func beginLine()
    mutating func beginRecord()
    mutating func endRecord()
    /// Writes the name of the member whose value comes next.
    mutating func name(_ name: String)
    mutating func attributes(_ item: Item)
    mutating func attribute(_ value: AttributeValue)
}

extension LineWriter {
    /// Appends a line with its line feed: a record with these members.
    @inline(__always)
    static func append(to bytes: inout [UInt8], _ members: (inout Self) -> Void) {
        var writer = Self(appendingTo: bytes)
        // The writer's bytes are the only copy: taking them makes no other.
        bytes = []
        writer.beginLine()
        writer.beginRecord()
        members(&writer)
        writer.endRecord()
        bytes = writer.bytes
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Writes a member that is an item.
    mutating func image(_ name: String, _ item: Item) {
        self.name(name)
        attributes(item)
    }
}

extension JSONWriter: LineWriter {
    init(appendingTo bytes: [UInt8]) { self.init(appendingTo: bytes, style: .compact) }

    func beginLine() {}
    mutating func beginRecord() { beginObject() }
    mutating func endRecord() { endObject() }
}

extension IonWriter: LineWriter {
    mutating func beginLine() { marker() }
    mutating func beginRecord() { beginStructure() }
    mutating func endRecord() { endStructure() }
}
