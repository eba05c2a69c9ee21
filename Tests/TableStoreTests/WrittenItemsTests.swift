import DynamoModel
import Testing

@testable import TableStore

@Suite struct WrittenItemsTests {
    private let key = KeyBytes("some key".utf8)

    private func write(_ item: Item?, _ key: KeyBytes, storage: Int = 1) -> WrittenItems.Write {
        WrittenItems.Write(
            storage: storage, key: key, hash: key.withUnsafeBytes { DecodedItems.hash(storage, $0) },
            row: item.map { NewRow(item: $0, size: $0.itemSize) })
    }

    /// What was committed is found by its table and key, the last state of several, until the next commit that changes
    /// it begins.
    @Test func lastStates() {
        let written = WrittenItems(maximumMemory: 1 << 20)
        let other = KeyBytes("other key".utf8)
        #expect(written.item(1, key) == nil)
        written.putIn([write(["n": 1], key), write(["n": 2], key), write(["n": 3], other), write(nil, other)])
        #expect(written.item(1, key)?.item == ["n": 2])
        #expect(written.item(1, key)?.size == (["n": 2] as Item).itemSize)
        #expect(written.item(2, key) == nil)
        #expect(written.item(1, other) == nil)
        // A new item of the same slot displaces nothing.
        let neighbour = KeyBytes("neighbour".utf8)
        let hash = write(nil, key).hash ^ 1 << 40
        written.putIn([WrittenItems.Write(storage: 1, key: neighbour, hash: hash, row: nil)])
        #expect(written.item(1, key)?.item == ["n": 2])
        written.takeOut([write(nil, other).hash, write(nil, key, storage: 2).hash])
        #expect(written.item(1, key)?.item == ["n": 2])
        written.takeOut([write(nil, key).hash])
        #expect(written.item(1, key) == nil)
        written.putIn([write(["n": 4], key)])
        #expect(written.item(1, key)?.item == ["n": 4])
        written.close()
        written.putIn([write(["n": 5], key)])
        #expect(written.item(1, key) == nil)
    }

    /// A set keeps four items; a fifth displaces the one that was written longest ago.
    @Test func setsKeepTheLatest() {
        let written = WrittenItems(maximumMemory: 1 << 20)
        let keys = (0..<5).map { KeyBytes("key \($0)".utf8) }
        let hashes = (1...5).map { UInt64($0) << 40 }
        func put(_ index: Int, _ number: Int) {
            let row = NewRow(item: ["n": .int(number)], size: 10)
            written.putIn([WrittenItems.Write(storage: 1, key: keys[index], hash: hashes[index], row: row)])
        }
        func found() -> [Bool] { zip(keys, hashes).map { written.item(1, $0, hash: $1) != nil } }
        for index in 0..<4 { put(index, 1) }
        #expect(found() == [true, true, true, true, false])
        put(0, 2)
        put(4, 1)
        #expect(found() == [true, false, true, true, true])
        #expect(written.item(1, keys[0], hash: hashes[0])?.item == ["n": 2])
        written.takeOut([hashes[0]])
        put(1, 3)
        #expect(found() == [false, true, true, true, true])
    }

    /// The items stay within their memory; a large one is not kept, and makes what was there unknown.
    @Test func memoryIsBounded() {
        let written = WrittenItems(maximumMemory: 64 * 1024)
        let keys = (0..<2_000).map { KeyBytes("key \($0)".utf8) }
        let text = String(repeating: "x", count: 500)
        for key in keys { written.putIn([write(["t": .s(text)], key)]) }
        let found = keys.count { written.item(1, $0) != nil }
        #expect(1...(64 * 1024 / 500) ~= found)
        written.putIn([write(["n": 1], key)])
        written.takeOut([write(nil, key).hash])
        written.putIn([write(["t": .s(String(repeating: "x", count: 2_000))], key)])
        #expect(written.item(1, key) == nil)
        let none = WrittenItems(maximumMemory: 0)
        none.putIn([write(["n": 1], key)])
        #expect(none.item(1, key) == nil)
    }
}
