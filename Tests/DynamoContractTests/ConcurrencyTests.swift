import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct ConcurrencyTests {
    // Concurrent ADDs of one number are all counted, and each sees its own value.
    @Test(arguments: Backend.all)
    func incrementsAreExact(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            let (writers, rounds) = (16, 25)
            let seen = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<writers {
                    group.addTask {
                        var seen: [Int] = []
                        for _ in 0..<rounds {
                            let answer = try await table.update(
                                ["pk": "counter"], "ADD n :one", values: [":one": 1], returning: .updatedNew)
                            seen.append(try #require(answer.attributes?["n"]?.int))
                        }
                        return seen
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(seen.sorted() == Array(1...writers * rounds))
            #expect(try await table.get(["pk": "counter"])?["n"] == .int(writers * rounds))
        }
    }

    // Of concurrent puts on the condition that the item is not there, exactly one wins.
    @Test(arguments: Backend.all)
    func oneConditionalPutWins(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            for round in 0..<20 {
                let winners = try await withThrowingTaskGroup(of: Int?.self) { group in
                    for writer in 0..<12 {
                        group.addTask {
                            let won = try await Self.succeeds(unless: .conditionalCheckFailed) {
                                try await table.put(
                                    ["pk": .s("r\(round)"), "by": .int(writer)], if: "attribute_not_exists(pk)")
                            }
                            return won ? writer : nil
                        }
                    }
                    return try await group.compactMap { $0 }.reduce(into: []) { $0.append($1) }
                }
                #expect(winners.count == 1)
                #expect(try await table.get(["pk": .s("r\(round)")])?["by"]?.int == winners.first)
            }
        }
    }

    // Optimistic locking: concurrent read, change and conditional write lose no change.
    @Test(arguments: Backend.all)
    func versionsLoseNoChange(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            let key: Item = ["pk": "a"]
            try await table.put(key.merging(["version": 0, "entries": []]))
            let writers = 8
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<writers {
                    group.addTask {
                        var done = 0
                        while done < 5 {
                            let item = try #require(try await table.get(key))
                            let version = try #require(item["version"])
                            let won = try await Self.succeeds(unless: .conditionalCheckFailed) {
                                try await table.update(
                                    key, "SET entries = list_append(entries, :w) ADD version :one", if: "version = :v",
                                    values: [":w": [.int(writer)], ":one": 1, ":v": version])
                            }
                            if won { done += 1 }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let item = try #require(try await table.get(key))
            #expect(item["version"] == .int(writers * 5))
            for writer in 0..<writers { #expect(item["entries"]?.list?.count { $0 == .int(writer) } == 5) }
        }
    }

    // Transactions that move amounts between accounts keep the sum, at every moment that a read transaction sees; no
    // account goes below zero.
    @Test(arguments: Backend.all)
    func transactionsKeepTheSum(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            let accounts: [Item] = (0..<6).map { ["pk": .s("account\($0)")] }
            for account in accounts { try await table.put(account.merging(["amount": 100])) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<6 {
                    group.addTask {
                        var random = SeededGenerator(seed: UInt64(writer))
                        for _ in 0..<40 { try await Self.move(table, accounts, &random) }
                    }
                }
                for _ in 0..<2 {
                    group.addTask {
                        for _ in 0..<60 {
                            let gets = accounts.map { TransactGet(tableName: table.name, key: $0) }
                            try await Self.succeeds(unless: .transactionCanceled) {
                                let answer = try await table.db.transactGetItems(
                                    TransactGetItemsRequest(transactItems: gets))
                                let amounts = answer.items.compactMap { $0?["amount"]?.int }
                                #expect(amounts.reduce(0, +) == 600)
                                #expect(amounts.allSatisfy { $0 >= 0 })
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await table.contents().reduce(0) { $0 + ($1["amount"]?.int ?? 0) } == 600)
        }
    }

    /// Moves a random amount from one account to another, if it is there.
    static func move(_ table: TestTable, _ accounts: [Item], _ random: inout SeededGenerator) async throws {
        let pair = accounts.shuffled(using: &random)
        let amount = AttributeValue.int(random.int(1...60))
        try await succeeds(unless: .transactionCanceled) {
            _ = try await table.transact([
                table.action(
                    .update(key: pair[0], updateExpression: "SET amount = amount - :n"), if: "amount >= :n",
                    values: [":n": amount]),
                table.action(.update(key: pair[1], updateExpression: "ADD amount :n"), values: [":n": amount]),
            ])
        }
    }

    /// Runs the body; false when it fails with the error that competition brings.
    @discardableResult
    static func succeeds(
        unless code: DynamoDBError.Code, _ body: () async throws -> Void
    ) async throws -> Bool {
        do {
            try await body()
            return true
        } catch let error as DynamoDBError where error.code == code {
            return false
        }
    }

    // The same transaction sent many times at once with one token is carried out once.
    @Test(arguments: Backend.all)
    func tokenUnderConcurrency(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        try await Self.succeeds(unless: .transactionInProgress) {
                            let add = table.action(
                                .update(key: ["pk": "a"], updateExpression: "ADD n :one"), values: [":one": 1])
                            _ = try await table.transact([add], token: "same")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await table.get(["pk": "a"])?["n"] == 1)
        }
    }

    // Readers that page through an index while items move in it lose none that stay, and see none twice.
    @Test(arguments: Backend.all)
    func pagingDuringWrites(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let stay: [Item] = (0..<100).map { ["pk": .s("stay\($0)"), "sk": "s", "gpk": "g", "gsk": .int($0 * 10)] }
            try await table.putAll(stay)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    var random = SeededGenerator(seed: 11)
                    for number in 0..<300 {
                        let key: Item = ["pk": .s("move\(number % 20)"), "sk": "s"]
                        if random.once(in: 4) {
                            try await table.delete(key)
                        } else {
                            try await table.put(key.merging(["gpk": "g", "gsk": .int(random.int(0...1000))]))
                        }
                    }
                }
                for _ in 0..<2 {
                    group.addTask {
                        for _ in 0..<10 {
                            let found = try await table.queryPages(
                                "gpk = :g", index: "globalKeys", values: [":g": "g"], limit: 9
                            ).flatMap(\.items).compactMap { $0["pk"]?.string }.filter { $0.hasPrefix("stay") }
                            #expect(found == stay.compactMap { $0["pk"]?.string })
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await expectIndexesMatch(table)
        }
    }
}
