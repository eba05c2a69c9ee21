import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct RegistryTests {
    // Numbers and names of patterns are unique.
    @Test func patternsAreUnique() {
        #expect(Set(AccessPatterns.all.map(\.number)).count == AccessPatterns.all.count)
        #expect(Set(AccessPatterns.all.map(\.name)).count == AccessPatterns.all.count)
    }

    // What is shown of a pattern is what a call of it sends.
    @Test func shownRequests() throws {
        let sent = AccessPatterns.due.call(Samples.userID, .through(Samples.now)).request(of: "LexiApp")
        let values = ["user_id": Samples.userID.text, "next_review_at": Samples.now.text]
        guard case .query(let shown) = AccessPatterns.due.access.shown(table: "LexiApp", values: values) else {
            Issue.record("is no query")
            return
        }
        #expect(shown == sent)
        #expect(AccessPatterns.register.shown(table: "LexiApp", values: [:]) == nil)
        for pattern in AccessPatterns.all where pattern.operation.isQuery {
            guard case .query(let query) = pattern.shown(table: "LexiApp", values: [:]) else { continue }
            #expect(AccessPatterns.declaring(query) != nil, "\(pattern.number)")
        }
    }

    // Ordinals are different, and few: counts by them are arrays.
    @Test func ordinals() {
        let ordinals = AccessPatterns.all.map(\.ordinal)
        #expect(Set(ordinals).count == ordinals.count)
        #expect(ordinals.max() ?? 0 < 2 * ordinals.count)
    }

    // Every query pattern reads keys that a kind of item declares.
    @Test func patternsReadWhatIsThere() {
        for pattern in AccessPatterns.all where pattern.operation == .query || pattern.operation == .count {
            let partitions: [KeyTemplate] = ItemKind.allCases.flatMap { kind in
                pattern.index == .table
                    ? [kind.key.partition] : kind.indexKeys.filter { $0.index == pattern.index }.map(\.partition)
            }
            #expect(
                partitions.contains(pattern.partition) || pattern.partition == .anything,
                "\(pattern.number) \(pattern.partition)")
            #expect(!(pattern.isConsistent && pattern.index != .table), "\(pattern.number)")
        }
    }

    // A query is declared by its pattern; one with a filter, another order or another partition by none.
    @Test func undeclaredQueriesAreFound() {
        let request = AccessPatterns.due.call(Samples.userID, .through(Samples.now)).request(of: "LexiApp")
        #expect(AccessPatterns.declaring(request)?.number == "11")
        var other = request
        other.filterExpression = "x = :x"
        #expect(AccessPatterns.declaring(other) == nil)
        other = request
        other.scanIndexForward = false
        #expect(AccessPatterns.declaring(other) == nil)
        other = request
        other.parameters.values?[":partition"] = "USER#x#y#DUE"
        #expect(AccessPatterns.declaring(other) == nil)
        other = request
        other.indexName = "GSI1"
        #expect(AccessPatterns.declaring(other) == nil)
        other = request
        other.parameters.values?[":to"] = "CREATED#2026"
        #expect(AccessPatterns.declaring(other) == nil)
        // Two patterns can differ in what they ask for only, and no other projection is declared.
        other = request
        other.projectionExpression = "GSI2SK"
        #expect(AccessPatterns.declaring(other)?.number == "12a")
        other.projectionExpression = "word"
        #expect(AccessPatterns.declaring(other) == nil)
    }

    // Reads of one item are declared by their keys: whole items, strongly consistent, and of kinds that a pattern
    // names.
    @Test func undeclaredGetsAreFound() {
        let request = GetItemRequest(
            tableName: "LexiApp", key: User.key(Samples.userID).item, consistentRead: true)
        #expect(AccessPatterns.declaring(request)?.number == "1a")
        var other = request
        other.consistentRead = false
        #expect(AccessPatterns.declaring(other) == nil)
        other = request
        other.projectionExpression = "email"
        #expect(AccessPatterns.declaring(other) == nil)
        other = request
        other.key = ItemKey("USER#x", "METADATA#OTHER").item
        #expect(AccessPatterns.declaring(other) == nil)
        let batch = { (keys: [ItemKey]) in
            BatchGetItemRequest(requestItems: ["LexiApp": KeysAndAttributes(keys: keys.map(\.item))])
        }
        let card = Flashcard.key(FlashcardID(ULID(high: 1, low: 1)))
        #expect(AccessPatterns.declaring(batch([card])) != nil)
        #expect(AccessPatterns.declaring(batch([card, UserStatistics.key(Samples.userID)])) == nil)
        let consistency = { (isConsistent: Bool) in
            let keys = [UsageShard.key(Slug(trusted: "cafe"), ShardNumber(0)).item]
            return BatchGetItemRequest(
                requestItems: ["LexiApp": KeysAndAttributes(keys: keys, consistentRead: isConsistent)])
        }
        let declared = AccessPatterns.usageOfScenarios.access.isConsistent
        #expect(AccessPatterns.declaring(consistency(declared)) != nil)
        #expect(AccessPatterns.declaring(consistency(!declared)) == nil)
    }

    // A transaction is declared whole: the kinds of its writes, their conditions and how often each comes.
    @Test func undeclaredTransactionsAreFound() throws {
        let card = try Samples.card()
        var transaction = UserTransaction(
            Transaction(
                WriteContext(.user(Samples.userID), at: Samples.now), isRetry: false, tableName: "LexiApp", refused: []),
            Samples.statistics())
        _ = transaction.recordChange(.flashcard, card.flashcardID.ulid, replacing: nil)
        transaction.put(card, if: .absent)
        transaction.put(WordGuard(card), if: .absent)
        let writes = transaction.finished().0.writes
        let request = { TransactWriteItemsRequest(transactItems: $0) }
        #expect(AccessPatterns.declaring(request(writes))?.number == "38")
        for index in writes.indices {
            var missing = writes
            missing.remove(at: index)
            #expect(AccessPatterns.declaring(request(missing)) == nil, "without \(index)")
            var unconditional = writes
            unconditional[index].conditionExpression = nil
            #expect(AccessPatterns.declaring(request(unconditional)) == nil, "\(index) without its condition")
            #expect(AccessPatterns.declaring(request(writes + [writes[index]])) == nil, "\(index) twice")
        }
        let removal = BatchWriteItemRequest(requestItems: [
            "LexiApp": [.delete(key: try Samples.review().key.item)]
        ])
        #expect(AccessPatterns.declaring(removal)?.number == "41a")
        let other = BatchWriteItemRequest(requestItems: ["LexiApp": [.put(item: card.item)]])
        #expect(AccessPatterns.declaring(other) == nil)
    }

    // The attribute of a condition counts, and an update only adds to counters.
    @Test func writesAreWhatTheirShapesSay() throws {
        var transaction = Transaction(
            WriteContext(.operator, at: Samples.now), isRetry: false, tableName: "LexiApp", refused: [])
        let shape = WriteShape.put(ErasedIdentity.self, .absentOrExpired)
        transaction.put(
            ErasedIdentity(try Identity(issuer: "lexi", subject: "x"), at: Samples.now),
            if: .absentOrExpired(Samples.now))
        transaction.add(["count": 1], to: UsageShard.key(Slug(trusted: "cafe"), ShardNumber(0)), setting: [:])
        let (put, add) = (transaction.writes[0], transaction.writes[1])
        #expect(shape.declares(put))
        var other = put
        other.parameters.names?["#attribute"] = "version"
        #expect(!shape.declares(other))
        let addition = WriteShape.add(to: UsageShard.self)
        #expect(addition.declares(add))
        guard case .update(let key, let update) = add.action else {
            Issue.record("is no update")
            return
        }
        for more in [" REMOVE #a0", " DELETE #a0 :a0", ", #a1 list_append(#a0, :a0)"] {
            other = add
            other.action = .update(key: key, updateExpression: .text((update.text ?? "") + more))
            #expect(!addition.declares(other), "\(more)")
        }
    }

    // What a repository never sends is a fault, however it ends.
    @Test func otherOperationsAreFaults() async throws {
        let table = RecordingTable(try await Backend.memory.open())
        _ = try await TestTable.make(table, TestTables.lexiApp())
        let key = ItemKey("USER#x", "METADATA#USER").item
        let statement = "SELECT * FROM LexiApp WHERE PK = 'x' AND SK = 'y'"
        let calls: [() async throws -> Void] = [
            { _ = try await table.putItem(PutItemRequest(tableName: "LexiApp", item: key)) },
            { _ = try await table.updateItem(UpdateItemRequest(tableName: "LexiApp", key: key)) },
            { _ = try await table.deleteItem(DeleteItemRequest(tableName: "LexiApp", key: key)) },
            { _ = try await table.scan(ScanRequest(tableName: "LexiApp")) },
            {
                _ = try await table.transactGetItems(
                    TransactGetItemsRequest(transactItems: [TransactGet(tableName: "LexiApp", key: key)]))
            },
            { _ = try await table.executeStatement(ExecuteStatementRequest(statement)) },
        ]
        for (number, call) in calls.enumerated() {
            try await call()
            #expect(table.notes.faults.count == number + 1)
        }
    }

    // A position survives its bytes, and nothing else is read as one.
    @Test func positions() {
        let position = Position([
            .start, .end, .after(sort: "é#1", item: nil), .after(sort: "a", item: ItemKey("USER#x", "METADATA#USER")),
        ])
        #expect(Position(bytes: position.bytes) == position)
        for length in 0..<position.bytes.count { #expect(Position(bytes: Array(position.bytes[..<length])) == nil) }
        #expect(Position(bytes: position.bytes + [0]) == nil)
        #expect(Position(bytes: [1, 9]) == nil)
        #expect(Position(bytes: [1, 2, 0, 1, 0xFF]) == nil)
    }
}
