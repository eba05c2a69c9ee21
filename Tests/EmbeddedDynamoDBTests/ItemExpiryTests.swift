import DynamoModel
import Synchronization
import TestSupport
import Testing

@testable import EmbeddedDynamoDB
@testable import TableStore

/// Items whose time to live is over are removed, and no others.
@Suite struct ItemExpiryTests {
    private static let start = 1_777_717_800.0
    private static let expires = TimeToLive(attributeName: "ttl", isEnabled: true)

    private func options(_ clock: SteppedClock) -> TableEngine.Options {
        var options = TableEngine.Options()
        options.clock = { clock.now }
        // Rests of the background end a thousand times sooner, so that a busy machine need not poll for each of them.
        options.steadyClock = { clock.now * 1000 }
        return options
    }

    private func time(_ seconds: Int) -> AttributeValue { .int(Int(Self.start) + seconds) }

    private func item(_ number: Int, _ ttl: AttributeValue? = nil) -> Item {
        var item = indexedItem(number)
        item["ttl"] = ttl
        return item
    }

    /// The numbers of the items that are there.
    private func numbers(_ table: TestTable) async throws -> [Int] {
        try await table.contents().compactMap { $0["ln"]?.int }.sorted()
    }

    /// Waits until these items are left; the clock goes on a little so that the background wakes up.
    private func expectLeft(_ table: TestTable, _ clock: SteppedClock, _ expected: [Int]) async throws {
        let engine = try #require(table.db as? TableEngine)
        try await waitFor("\(expected) to be left") { () -> Bool? in
            clock.advance(by: 0.001)
            _ = try await engine.onWriter { (_) throws(EngineFault) in }
            return try await numbers(table) == expected ? true : nil
        }
    }

    /// The attribute's rules: numbers of seconds since 1970, fractions cut off, before the present second, and not more
    /// than five years before it.
    @Test func rulesOfTheAttribute() async throws {
        let clock = SteppedClock(Self.start)
        let engine = try TableEngine.inMemory(options: options(clock))
        let table = try await TestTable.make(engine, TestTables.indexed())
        _ = try await engine.updateTimeToLive(tableName: table.name, Self.expires)
        let fiveYears = 5 * 365 * 86_400
        let half = try DynamoNumber("\(Int(Self.start) - 1).5")
        try await table.putAll([
            item(0, time(-1)), item(1, time(0)), item(2, time(100)), item(3), item(4, .s("1777717000")),
            item(5, time(-fiveYears - 10)), item(6, time(-fiveYears + 1000)), item(7, .int(-5)), item(8, .n(half)),
            item(9, .l([time(-1)])), item(10, .n(try DynamoNumber("1E+30"))), item(11, .int(0)),
        ])
        try await expectLeft(table, clock, [1, 2, 3, 4, 5, 7, 9, 10, 11])
        clock.advance(by: 2)
        try await expectLeft(table, clock, [2, 3, 4, 5, 7, 9, 10, 11])
        clock.advance(by: 100)
        try await expectLeft(table, clock, [3, 4, 5, 7, 9, 10, 11])
        try await expectIndexesMatch(table)
        #expect(try await engine.check().findings == [])
        await engine.close()
    }

    /// A removal by the service is told as one, with the item as it was; a client's own is not.
    @Test func streamsTellWhoRemoved() async throws {
        let clock = SteppedClock(Self.start)
        let reported = Mutex(0)
        var made = options(clock)
        made.onExpiry = { _, count in reported.withLock { $0 += count } }
        let engine = try TableEngine.inMemory(options: made)
        var definition = TestTables.indexed()
        definition.streamViewType = .newAndOldImages
        let table = try await TestTable.make(engine, definition)
        _ = try await engine.updateTimeToLive(tableName: table.name, Self.expires)
        try await table.put(item(1, time(10)))
        try await table.put(item(2, time(10)))
        try await table.delete(table.key(of: item(2)))
        clock.advance(by: 20)
        try await expectLeft(table, clock, [])
        let arn = try await engine.listStreams(ListStreamsRequest()).streams[0].streamArn
        let removed = try await StreamReader(engine, arn).readAll().filter { $0.eventName == .remove }
        #expect(removed.map(\.userIdentity) == [nil, .expiry])
        #expect(removed.last?.oldImage == item(1, time(10)))
        #expect(reported.withLock { $0 } == 1)
        await engine.close()
    }

    /// What is there when expiry is turned on is looked through in the background, while writes go on. Turned off it
    /// removes nothing any more, and turned on again it goes by another attribute.
    @Test func turnedOnAndOff() async throws {
        let clock = SteppedClock(Self.start)
        let engine = try TableEngine.inMemory(options: options(clock))
        let table = try await TestTable.make(engine, TestTables.indexed())
        try await table.putAll((0..<600).map { item($0, time($0 % 3 == 0 ? -5 : 1000)) })
        _ = try await engine.updateTimeToLive(tableName: table.name, Self.expires)
        try await table.put(item(600, time(-5)))
        try await table.put(item(0))
        let left = (0..<600).filter { $0 % 3 != 0 }
        try await expectLeft(table, clock, [0] + left)
        _ = try await engine.updateTimeToLive(tableName: table.name, TimeToLive(attributeName: "ttl", isEnabled: false))
        clock.advance(by: 2000)
        try await table.delete(["pk": "nobody", "sk": "0"])
        #expect(try await numbers(table).count == left.count + 1)
        var other = item(700)
        other["until"] = time(0)
        try await table.put(other)
        _ = try await engine.updateTimeToLive(
            tableName: table.name, TimeToLive(attributeName: "until", isEnabled: true))
        try await expectLeft(table, clock, [0] + left)
        #expect(try await engine.check().findings == [])
        await engine.close()
    }

    /// Callers who move the times of items while they expire lose none of them.
    @Test func aTimeThatIsMovedHolds() async throws {
        let clock = SteppedClock(Self.start)
        let engine = try TableEngine.inMemory(options: options(clock))
        let table = try await TestTable.make(engine, TestTables.indexed())
        _ = try await engine.updateTimeToLive(tableName: table.name, Self.expires)
        try await table.putAll((0..<400).map { item($0, time(5)) })
        clock.advance(by: 6)
        var moved: [Int] = []
        for number in 0..<400 {
            if try await move(item(number), in: table) { moved.append(number) }
        }
        try await expectLeft(table, clock, moved)
        #expect(try await engine.check().findings == [])
        await engine.close()
    }

    /// Gives an item that is there a later time.
    private func move(_ item: Item, in table: TestTable) async throws(DynamoDBError) -> Bool {
        do throws(DynamoDBError) {
            try await table.update(
                table.key(of: item), "SET #t = :t", if: "attribute_exists(pk)", names: ["#t": "ttl"],
                values: [":t": time(10_000)])
            return true
        } catch {
            guard error.code == .conditionalCheckFailed else { throw error }
            return false
        }
    }

    /// The index of times is there after a restart, items that expired meanwhile go, and a dropped table leaves
    /// nothing.
    @Test func aRestart() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            let clock = SteppedClock(Self.start)
            try await TableEngine.with(path, options: options(clock)) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                _ = try await engine.updateTimeToLive(tableName: table.name, Self.expires)
                try await table.putAll((0..<50).map { item($0, time($0 < 20 ? 50 : 5000)) })
            }
            clock.advance(by: 100)
            try await TableEngine.with(path, options: options(clock)) { engine in
                let table = TestTable(engine, TestTables.indexed())
                try await expectLeft(table, clock, Array(20..<50))
                let findings = try await engine.check().findings
                #expect(findings == [])
                _ = try await engine.deleteTable(tableName: table.name)
                let storages = try await waitFor("the storages to be emptied") { () -> Int? in
                    let count = try await engine.onWriter { (writer) throws(EngineFault) in
                        try storage { () throws(SQLiteFault) in
                            try writer.sqlite.integer("SELECT count(*) FROM sqlite_schema WHERE name GLOB 'r[0-9]*'")
                        }
                    }
                    return count == 0 ? 0 : nil
                }
                #expect(storages == 0)
            }
        }
    }

    /// An entry that is missing is found by the check, and made again by the repair.
    @Test func aLostEntryIsMended() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder.file("table.db")
            let clock = SteppedClock(Self.start)
            let id = try await TableEngine.with(path, options: options(clock)) { engine in
                let table = try await TestTable.make(engine, TestTables.indexed())
                _ = try await engine.updateTimeToLive(tableName: table.name, Self.expires)
                try await table.putAll((0..<20).map { item($0, time(50)) })
                return try await waitFor("the index of times") { () -> Int? in
                    let expiry = engine.store.table(table.name)?.definition.expiry
                    return expiry?.isActive == true ? expiry?.id : nil
                }
            }
            try tamper(path, "DELETE FROM r\(id) WHERE k = (SELECT min(k) FROM r\(id))")
            try await TableEngine.with(path, options: options(clock)) { engine in
                let found = try await engine.check().findings
                #expect(found.map(\.index) == [Checker.indexOfTimes])
                let after = try await engine.repair().after.findings
                #expect(after == [])
                clock.advance(by: 100)
                try await expectLeft(TestTable(engine, TestTables.indexed()), clock, [])
            }
        }
    }
}
