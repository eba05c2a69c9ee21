import Digests
import DynamoModel
import JSONText

/// A stored item whose checksum was found right: its size is known at once, its attributes when they are asked for.
///
/// It looks into SQLite's memory and must not outlive the step that found it.
package struct StoredItem {
    /// The item's size by DynamoDB's counting.
    package let size: Int
    private let body: UnsafeRawBufferPointer
    private let start: Int

    /// Takes a row apart, whose checksum must be that of its key and value.
    package init(row: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer) throws(DamagedRow) {
        let stored = try Self.checksum(of: row)
        body = UnsafeRawBufferPointer(rebasing: row[..<(row.count - ItemCodec.checksumSize)])
        guard RowChecksum.hash(body, seed: RowChecksum.hash(key)) == stored else {
            throw DamagedRow(what: "a row's checksum does not match")
        }
        guard body[0] == ItemCodec.version else { throw DamagedRow(what: "a row of version \(body[0])") }
        var decoder = ItemDecoder(body, from: 1)
        guard let size = decoder.varint() else { throw DamagedRow(what: "a row without a size") }
        self.size = Int(truncatingIfNeeded: size)
        start = decoder.offset
    }

    /// The checksum that a row was written with.
    static func checksum(of row: UnsafeRawBufferPointer) throws(DamagedRow) -> UInt64 {
        let bodySize = row.count - ItemCodec.checksumSize
        guard bodySize >= smallestBody else { throw DamagedRow(what: "a row of \(row.count) bytes") }
        return UInt64(littleEndian: row.loadUnaligned(fromByteOffset: bodySize, as: UInt64.self))
    }

    /// Version, size and count of attributes.
    private static let smallestBody = 3

    /// All attributes.
    ///
    /// - Parameter names: the names of the file, or nil for a row that has all of its names written out.
    func item(names: NameTable?) throws(DamagedRow) -> Item {
        var decoder = ItemDecoder(body, from: start, names: names)
        guard let item = decoder.members(depth: 0), decoder.isAtEnd else { throw Self.unreadable(names) }
        return item
    }

    /// Writes all attributes as JSON in DynamoDB's form, as they lie there.
    func write(to json: inout JSONWriter, names: NameTable) throws(DamagedRow) {
        var decoder = ItemDecoder(body, from: start, names: names)
        guard decoder.writeItem(to: &json), decoder.isAtEnd else { throw Self.unreadable(names) }
    }

    private static func unreadable(_ names: NameTable?) -> DamagedRow {
        if let failure = names?.takeFailure() { return DamagedRow(.storage(failure)) }
        return DamagedRow(what: names?.damage ?? "a row cannot be decoded")
    }
}
