import CSQLite
import DynamoModel
import Testing

@testable import TableStore

@Suite struct DecodedItemsTests {
    private let key = KeyBytes("some key".utf8)

    private func row(_ item: Item, key: KeyBytes) -> [UInt8] {
        ItemCodec.encode(item, size: item.itemSize, key: key, names: nil)
    }

    private func read(
        _ decoded: DecodedItems, _ row: [UInt8], _ key: KeyBytes, storage: Int = 1, in snapshot: UInt64 = 0
    ) throws -> Item {
        try row.withUnsafeBytes { row in
            try key.withUnsafeBytes { key in try decoded.item(storage, row: row, key: key, in: snapshot).item }
        }
    }

    private func known(_ decoded: DecodedItems, storage: Int = 1, in snapshot: UInt64) -> Item? {
        key.withUnsafeBytes { decoded.known(storage, $0, in: snapshot)?.item }
    }

    private func cache() throws -> DecodedItems {
        DecodedItems(names: NameTable(try SQLiteConnection(path: ":memory:", mode: .readWriteCreate)))
    }

    /// An unchanged row gives the very same value again; a changed one gives what it holds now, also when it changes back.
    @Test func onlyUnchangedRowsAreRemembered() throws {
        let decoded = try cache()
        let (old, new): (Item, Item) = (["k": "1", "n": 1], ["k": "1", "n": 2])
        let first = try read(decoded, row(old, key: key), key)
        #expect(first == old)
        #expect(try read(decoded, row(old, key: key), key).isSameStorage(as: first))
        #expect(try read(decoded, row(new, key: key), key) == new)
        #expect(try read(decoded, row(old, key: key), key) == old)
    }

    /// A row under another key is never taken for one that is remembered, although its bytes are the same.
    @Test func rowsUnderOtherKeysAreLookedAt() throws {
        let decoded = try cache()
        let bytes = row(["k": "1"], key: key)
        _ = try read(decoded, bytes, key)
        #expect(throws: DamagedRow.self) { try read(decoded, bytes, KeyBytes("other key".utf8)) }
    }

    /// Without a look at the row an item is given only in the read transaction in which its row was found, and for its own table.
    @Test func withoutItsRowAnItemIsKnownInOneSnapshot() throws {
        let decoded = try cache()
        let bytes = row(["k": "1"], key: key)
        _ = try read(decoded, bytes, key, in: 7)
        #expect(known(decoded, in: 7) == ["k": "1"])
        #expect(known(decoded, in: 8) == nil)
        #expect(known(decoded, storage: 2, in: 7) == nil)
        _ = try read(decoded, bytes, key, in: 8)
        #expect(known(decoded, in: 8) == ["k": "1"])
        #expect(known(decoded, in: 7) == nil)
    }

    /// Outside of a read transaction, as the writer reads, nothing is given without a look at the row.
    @Test func outsideOfSnapshotsNothingIsKnown() throws {
        let decoded = try cache()
        _ = try read(decoded, row(["k": "1"], key: key), key, in: 0)
        #expect(known(decoded, in: 0) == nil)
    }

    /// A damaged row that was never decoded is refused.
    @Test func damageIsNoticed() throws {
        let decoded = try cache()
        var bytes = row(["k": "1", "n": 1], key: key)
        bytes[4] ^= 1
        #expect(throws: DamagedRow.self) { try read(decoded, bytes, key) }
    }
}
