import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct DifferentialTests {
    // Thousands of random operations (hundreds on other people's engines) give the answers that a dictionary gives:
    // every write, read, query and scan of table and indexes, single and in transactions; at the end table and indexes
    // are equal to it.
    @Test(arguments: Backend.all, [UInt64(1), 2])
    func answersAreThoseOfADictionary(_ backend: Backend, _ seed: UInt64) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            var run = Run(table, seed: seed)
            for _ in 0..<Backend.rounds(2_500) { try await run.step() }
            #expect(try await table.contents() == Set(run.model.items.values))
            try await expectIndexesMatch(table)
        }
    }
}

/// A series of random operations on a table and on the model.
private struct Run {
    let table: TestTable
    var model: ModelTable
    var random: SeededGenerator

    init(_ table: TestTable, seed: UInt64) {
        self.table = table
        model = ModelTable(table.definition)
        random = SeededGenerator(seed: seed)
    }

    mutating func step() async throws {
        switch random.int(0...19) {
        case 0...10: try await write()
        case 11...12: try await transact()
        case 13: try await batch()
        case 14...15: try await get()
        case 16...18: try await query()
        default: if random.once(in: 4) { try await scan() }
        }
    }

    // MARK: Writes

    mutating func write() async throws {
        let write = randomWrite()
        let before = model[write.key]
        do throws(DynamoDBError) {
            let answer = try await write.send(to: table)
            #expect(write.condition?.holds(before) ?? true)
            #expect(answer.attributes == before)
            model[write.key] = try apply(write, before)
        } catch {
            #expect(error.code == .conditionalCheckFailed, "\(error)")
            #expect(write.condition?.holds(before) == false)
            #expect(error.item == before)
        }
    }

    mutating func transact() async throws {
        var writes: [ModelWrite] = []
        for _ in 0..<random.int(1...6) {
            let write = randomWrite()
            if !writes.contains(where: { $0.key == write.key }) { writes.append(write) }
        }
        let before = writes.map { model[$0.key] }
        let holds = zip(writes, before).map { $0.condition?.holds($1) ?? true }
        do throws(DynamoDBError) {
            _ = try await table.transact(writes.map { $0.action(on: table) })
            #expect(holds.allSatisfy { $0 })
            for (write, item) in zip(writes, before) { model[write.key] = try apply(write, item) }
        } catch {
            let expected: [CancellationReason] = zip(holds, before).map {
                $0 ? .none : .conditionalCheckFailed(item: $1)
            }
            #expect(error.code == .transactionCanceled, "\(error)")
            #expect(error.cancellationReasons == expected)
            #expect(holds.contains(false))
        }
    }

    /// What a write leaves, as an error of the model when it cannot be.
    func apply(_ write: ModelWrite, _ before: Item?) throws(DynamoDBError) -> Item? {
        do { return try write.result(before) } catch { throw DynamoDBError.validation("\(error)") }
    }

    mutating func batch() async throws {
        var writes: [Item: BatchWrite] = [:]
        for _ in 0..<random.int(1...8) {
            let key = randomKey()
            writes[key] = random.once(in: 3) ? .delete(key: key) : .put(item: randomItem(key))
        }
        try await BatchWriteItemTests.write(table, Array(writes.values))
        for (key, write) in writes {
            if case .put(let item) = write { model[key] = item } else { model[key] = nil }
        }
    }

    // MARK: Reads

    mutating func get() async throws {
        let key = randomKey()
        #expect(try await table.get(key) == model[key])
        let keys = Array(Set((0..<random.int(1...5)).map { _ in randomKey() }))
        let answer = try await BatchGetItemTests.get(table, keys)
        #expect(Set(answer.responses[table.name] ?? []) == Set(keys.compactMap { model[$0] }))
        #expect(try await TransactGetItemsTests.get(table, keys) == keys.map { model[$0] })
    }

    mutating func query() async throws {
        let index = random.pick(
            [nil]
                + (table.definition.localSecondaryIndexes + table.definition.globalSecondaryIndexes).map {
                    Optional($0)
                })
        let schema = index?.keySchema ?? table.definition.keySchema
        let isGlobal = index.map { schema[0].attributeName != "pk" && $0.indexName.hasPrefix("global") } ?? false
        let partition: AttributeValue = .s((isGlobal ? "g" : "p") + "\(random.int(0...3))")
        var expected = model.partition(partition, of: index)
        var (condition, values) = ("\(schema[0].attributeName) = :p", [":p": partition])
        if schema.count > 1, random.once(in: 2) {
            let name = schema[1].attributeName
            let bound: AttributeValue = index == nil ? .s("\(random.int(0...9))") : .int(random.int(0...9))
            let (sign, passes): (String, (Int) -> Bool) = random.pick([
                ("<", { $0 < 0 }), ("<=", { $0 <= 0 }), (">", { $0 > 0 }), (">=", { $0 >= 0 }), ("=", { $0 == 0 }),
            ])
            condition += " AND \(name) \(sign) :s"
            values[":s"] = bound
            expected = expected.filter { passes(ModelTable.compare($0[name], bound)) }
        }
        let forward = random.once(in: 2)
        let limit = random.once(in: 2) ? random.int(1...5) : nil
        let pages = try await table.queryPages(
            condition, index: index?.indexName, values: values, forward: forward, limit: limit)
        check(pages.flatMap(\.items), expected, index, forward: forward)
        #expect(pages.allSatisfy { $0.count == $0.items.count && $0.scannedCount == $0.count })
        if let limit { #expect(pages.dropLast().allSatisfy { $0.count == limit }) }
    }

    /// Compares in the order of the sort key; items with one sort key come in any order.
    func check(_ found: [Item], _ expected: [Item], _ index: SecondaryIndex?, forward: Bool) {
        let projected = index.map { index in expected.map { table.projected($0, by: index) } } ?? expected
        #expect(found.count == projected.count)
        #expect(Set(found) == Set(projected))
        let schema = index?.keySchema ?? table.definition.keySchema
        guard schema.count > 1 else { return }
        let order = projected.map { $0[schema[1].attributeName] }
        #expect(found.map { $0[schema[1].attributeName] } == (forward ? order : order.reversed()))
    }

    mutating func scan() async throws {
        let limit = random.once(in: 2) ? random.int(5...40) : nil
        let total = random.int(1...3)
        var found: [Item] = []
        for segment in 0..<total {
            found += try await table.scanPages(limit: limit, segment: segment, of: total).flatMap(\.items)
        }
        #expect(found.count == model.items.count)
        #expect(Set(found) == Set(model.items.values))
    }

    // MARK: Random requests

    mutating func randomKey() -> Item {
        ["pk": .s("p\(random.int(0...3))"), "sk": .s("\(random.int(0...14))")]
    }

    mutating func randomItem(_ key: Item) -> Item {
        var item = key
        for name in ["gpk", "gsk", "ln", "a", "b", "c"] where random.once(in: 2) { item[name] = randomValue(name) }
        return item
    }

    mutating func randomValue(_ name: String) -> AttributeValue {
        switch name {
        case "gpk": .s("g\(random.int(0...3))")
        case "gsk", "ln": .int(random.int(0...9))
        case "a": ["deep": .int(random.int(0...3)), "text": .s(random.text(upTo: 3))]
        default: .int(random.int(0...2))
        }
    }

    mutating func randomWrite() -> ModelWrite {
        let key = randomKey()
        let name = random.pick(["gpk", "gsk", "ln", "a", "b", "c"])
        let change: ModelWrite.Change =
            switch random.int(0...9) {
            case 0...3: .put(randomItem(key))
            case 4: .delete
            case 5...6: .set(name, randomValue(name))
            case 7: .remove(name)
            default: .add(random.pick(["gsk", "ln", "b", "c"]), random.int(-1...2))
            }
        let condition: ModelWrite.Condition? =
            switch random.int(0...9) {
            case 0: .exists
            case 1: .absent
            case 2: .equal("b", .int(random.int(0...2)))
            default: nil
            }
        return ModelWrite(key: key, change: change, condition: condition)
    }
}
