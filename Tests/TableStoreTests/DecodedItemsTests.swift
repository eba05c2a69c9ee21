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
        _ decoded: DecodedItems, _ row: [UInt8], _ key: KeyBytes, storage: Int = 1
    ) throws -> Item {
        try row.withUnsafeBytes { row in
            try key.withUnsafeBytes { key in try decoded.item(storage, row: row, key: key).item }
        }
    }

    private func known(_ decoded: DecodedItems, _ key: KeyBytes? = nil, storage: Int = 1) -> Item? {
        (key ?? self.key).withUnsafeBytes { decoded.known(storage, $0)?.item }
    }

    private func hash(_ key: KeyBytes, storage: Int = 1) -> UInt64 {
        key.withUnsafeBytes { DecodedItems.hash(storage, $0) }
    }

    private func cache(bytes: Int = 1 << 20) throws -> DecodedItems {
        DecodedItems(
            names: NameTable(try SQLiteConnection(path: ":memory:", mode: .readWriteCreate)), maximumMemory: bytes)
    }

    /// An unchanged row gives the very same value again; a changed one gives what it holds now, also when it changes
    /// back.
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

    // MARK: Without a look at the row

    /// An item is known from one read transaction to the next until its key is written; other keys and tables do not
    /// matter.
    @Test func itemsAreKnownUntilTheyAreWritten() throws {
        let (decoded, changes) = (try cache(), ChangedKeys())
        let bytes = row(["k": "1"], key: key)
        decoded.startSnapshot(changes, committed: changes.committed)
        _ = try read(decoded, bytes, key)
        #expect(known(decoded) == ["k": "1"])
        #expect(known(decoded, storage: 2) == nil)
        for other in [hash(key, storage: 2), hash(KeyBytes("other key".utf8))] {
            changes.announce([other])
            changes.settle()
        }
        decoded.startSnapshot(changes, committed: changes.committed)
        #expect(known(decoded) == ["k": "1"])
        changes.announce([hash(key)])
        changes.settle()
        #expect(known(decoded) == ["k": "1"])
        decoded.startSnapshot(changes, committed: changes.committed)
        #expect(known(decoded) == nil)
        _ = try read(decoded, bytes, key)
        #expect(known(decoded) == ["k": "1"])
    }

    /// What was announced and not committed when a read transaction was opened may be missing in it: the item that is
    /// found there is not known in the next one.
    @Test func aCommitUnderWayCountsTwice() throws {
        let (decoded, changes) = (try cache(), ChangedKeys())
        changes.announce([hash(key)])
        decoded.startSnapshot(changes, committed: changes.committed)
        _ = try read(decoded, row(["k": "old"], key: key), key)
        #expect(known(decoded) == ["k": "old"])
        changes.settle()
        decoded.startSnapshot(changes, committed: changes.committed)
        #expect(known(decoded) == nil)
    }

    /// A reader that is further back than changes are kept takes everything for changed.
    @Test func whatCannotBeFollowedIsForgotten() throws {
        let (decoded, changes) = (try cache(), ChangedKeys())
        decoded.startSnapshot(changes, committed: changes.committed)
        _ = try read(decoded, row(["k": "1"], key: key), key)
        for round in 0..<20 { changes.announce((0..<1_000).map { UInt64(round * 1_000 + $0) << 20 }) }
        changes.settle()
        decoded.startSnapshot(changes, committed: changes.committed)
        #expect(known(decoded) == nil)
        // Of a file that others write nothing is known.
        _ = try read(decoded, row(["k": "1"], key: key), key)
        #expect(known(decoded) != nil)
        decoded.startSnapshot(nil, committed: 0)
        #expect(known(decoded) == nil)
    }

    /// Outside of a read transaction, as the writer reads, nothing is given without a look at the row.
    @Test func outsideOfSnapshotsNothingIsKnown() throws {
        let (decoded, changes) = (try cache(), ChangedKeys())
        _ = try read(decoded, row(["k": "1"], key: key), key)
        #expect(known(decoded) == nil)
        decoded.startSnapshot(changes, committed: 0)
        _ = try read(decoded, row(["k": "1"], key: key), key)
        decoded.endSnapshot()
        #expect(known(decoded) == nil)
    }

    /// A single item that was not written since is known also while no read transaction shows the last commit; one that
    /// was written is not, whether its commit is known to be done or under way.
    @Test func itemsAreKnownWithoutATransaction() throws {
        let (decoded, changes) = (try cache(), ChangedKeys())
        let other = KeyBytes("other key".utf8)
        decoded.startSnapshot(changes, committed: changes.committed)
        for key in [key, other] { _ = try read(decoded, row(["k": "1"], key: key), key) }
        decoded.endSnapshot()
        let unchanged = { (key: KeyBytes) in key.withUnsafeBytes { decoded.unchanged(1, $0)?.item } }
        changes.announce([hash(other)])
        decoded.follow(changes)
        #expect(unchanged(key) == ["k": "1"])
        #expect(unchanged(other) == nil)
        // A transaction that is opened before the commit shows the old state, which says nothing of later ones.
        decoded.startSnapshot(changes, committed: changes.committed)
        _ = try read(decoded, row(["k": "1"], key: other), other)
        changes.settle()
        decoded.follow(changes)
        #expect(unchanged(other) == nil)
        #expect(unchanged(key) == ["k": "1"])
    }

    // MARK: For the writer

    private func current(_ decoded: DecodedItems, _ row: [UInt8], _ key: KeyBytes? = nil) throws -> Item {
        try row.withUnsafeBytes { row in
            try (key ?? self.key).withUnsafeBytes { key in try decoded.current(1, row: row, key: key).item }
        }
    }

    /// What the writer wrote is not decoded when it is written again, as long as the row is the one that was noted. A
    /// row that is damaged is never taken for it.
    @Test func writtenRowsAreNotDecoded() throws {
        let decoded = try cache()
        let (old, new): (Item, Item) = (["k": "1", "n": 1], ["k": "1", "n": 2])
        decoded.note(1, key, row: row(new, key: key), NewRow(item: new, size: new.itemSize))
        #expect(try current(decoded, row(new, key: key)).isSameStorage(as: new))
        #expect(try current(decoded, row(old, key: key)) == old)
        var damaged = row(new, key: key)
        damaged[3] ^= 1
        #expect(throws: DamagedRow.self) { try current(decoded, damaged) }
    }

    /// What the writer reads is kept only once it is written.
    @Test func readsOfTheWriterKeepNothing() throws {
        let decoded = try cache()
        let bytes = row(["k": "1"], key: key)
        let first = try current(decoded, bytes)
        #expect(!(try current(decoded, bytes).isSameStorage(as: first)))
        #expect(decoded.memory == 0)
    }

    // MARK: Memory

    /// Items are kept within their bytes of memory: a list of NULLs takes many times its size by DynamoDB's counting.
    @Test func memoryIsBounded() throws {
        let limit = 256 * 1024
        let (decoded, changes) = (try cache(bytes: limit), ChangedKeys())
        decoded.startSnapshot(changes, committed: 0)
        for number in 0..<500 {
            let key = KeyBytes("key \(number)".utf8)
            let list = [AttributeValue](repeating: .null, count: number.isMultiple(of: 10) ? 1_000 : 100)
            let item: Item = ["k": .s("\(number)"), "l": .l(list)]
            #expect(item.memorySize > 8 * item.itemSize)
            for _ in 0..<2 { _ = try read(decoded, row(item, key: key), key) }
            #expect(decoded.memory <= limit)
            // One item alone does not displace all others.
            #expect((known(decoded, key) == nil) == number.isMultiple(of: 10))
        }
        #expect(decoded.memory > limit / 2)
    }

    /// When half of the room is taken, an item is kept when it comes a second time: what is read once displaces
    /// nothing.
    @Test func whatComesOnceDisplacesNothing() throws {
        let (decoded, changes) = (try cache(bytes: 128 * 1024), ChangedKeys())
        decoded.startSnapshot(changes, committed: 0)
        func read(_ number: Int) throws {
            let key = KeyBytes("key \(number)".utf8)
            _ = try self.read(decoded, row(["k": .int(number)], key: key), key)
        }
        for number in 0..<2_000 { try read(number) }
        let filled = decoded.memory
        #expect(filled > 64 * 1024 && filled < 68 * 1024)
        let late = KeyBytes("key 1999".utf8)
        #expect(known(decoded, late) == nil)
        try read(1999)
        #expect(known(decoded, late) != nil)
    }

    /// A damaged row that was never decoded is refused.
    @Test func damageIsNoticed() throws {
        let decoded = try cache()
        var bytes = row(["k": "1", "n": 1], key: key)
        bytes[4] ^= 1
        #expect(throws: DamagedRow.self) { try read(decoded, bytes, key) }
    }
}
