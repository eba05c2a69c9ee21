import Digests
import DynamoModel
import JSONText
import TestSupport
import Testing

@testable import TableStore

@Suite struct ItemCodecTests {
    private func decode(_ row: [UInt8], _ key: KeyBytes) -> Item? {
        row.withUnsafeBytes { row in
            key.withUnsafeBytes { key in
                guard let stored = try? StoredItem(row: row, key: key) else { return nil }
                return try? stored.item(names: nil)
            }
        }
    }

    /// Every item is read back as it was written, with its size.
    @Test func itemsAreReadBack() throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<500 {
            let item = try random.attributes(upTo: 10, depth: 4)
            let key = KeyBytes("key".utf8)
            let row = ItemCodec.encode(item, size: item.itemSize, key: key, names: nil)
            #expect(decode(row, key) == item)
            let size = row.withUnsafeBytes { row in
                key.withUnsafeBytes { key in try? StoredItem(row: row, key: key).size }
            }
            #expect(size == item.itemSize)
        }
    }

    /// Each flipped bit of a row is noticed, and each of its key.
    @Test func everyFlippedBitIsNoticed() throws {
        let item: Item = [
            "PK": "USER#1", "n": 12, "m": ["a": [1, 3], "é": true], "s": .ss(try AttributeSet(["x", "y"])),
            "big": .n(try DynamoNumber("1.5E100")),
        ]
        let key = KeyBytes("some key".utf8)
        let row = ItemCodec.encode(item, size: item.itemSize, key: key, names: nil)
        #expect(decode(row, key) == item)
        for bit in 0..<row.count * 8 {
            var damaged = row
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(decode(damaged, key) == nil, "bit \(bit) of the row")
        }
        for bit in 0..<key.count * 8 {
            var other = key
            other[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(decode(row, other) == nil, "bit \(bit) of the key")
        }
        for count in 0..<row.count { #expect(decode(Array(row[..<count]), key) == nil) }
    }

    /// The decoder itself never reads beyond the bytes, whatever they are.
    @Test func garbageIsRefused() throws {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<20_000 {
            let bytes = random.bytes(upTo: 40)
            bytes.withUnsafeBytes { bytes in
                var decoder = ItemDecoder(bytes)
                let item = decoder.members(depth: 0)
                #expect(item == nil || decoder.offset <= bytes.count)
                var (writing, json) = (ItemDecoder(bytes), JSONWriter())
                let isWritten = writing.writeItem(to: &json)
                #expect(!isWritten || writing.offset <= bytes.count)
                // What is an item is written; names out of their order, which checksums keep out, are not looked for.
                if item != nil { #expect(isWritten && writing.offset == decoder.offset) }
            }
        }
    }

    private func verify(_ key: KeyBytes, _ value: [UInt8]) -> (offset: Int, row: Int?)? {
        key.withUnsafeBytes { key in value.withUnsafeBytes { try? IndexEntry.verify(key: key, value: $0) } }
    }

    /// Each flipped bit of an index row is noticed.
    @Test func indexRowsNoticeFlippedBits() throws {
        let key = KeyBytes("index key, base key".utf8)
        let value = IndexEntry.value(entryKey: key, baseKeySize: 8, row: 1 << 40)
        let found = try #require(verify(key, value))
        #expect(found.offset == key.count - 8 && found.row == 1 << 40)
        for bit in 0..<value.count * 8 {
            var damaged = value
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(verify(key, damaged) == nil)
        }
    }

    /// Index rows of format version 1, which name no row, stay readable.
    @Test func indexRowsOfTheFirstVersion() throws {
        let key = KeyBytes("index key, base key".utf8)
        var value: [UInt8] = [1, 11, 0]
        let checksum = RowChecksum.hash(value, seed: RowChecksum.hash(key))
        withUnsafeBytes(of: checksum.littleEndian) { value.append(contentsOf: $0) }
        let found = try #require(verify(key, value))
        #expect(found.offset == 11 && found.row == nil)
    }
}
