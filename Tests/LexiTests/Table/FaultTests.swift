import DynamoModel
import TestSupport
import Testing

@testable import Lexi

@Suite(.tables) struct FaultTests {
    static let conflict = DynamoDBError.transactionCanceled(
        [CancellationReason](repeating: CancellationReason(.transactionConflict, message: "busy"), count: 4))

    // A transaction that collides with others is tried again, and done once.
    @Test func conflictsAreTriedAgain() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            test.recorder.fail("transactWriteItems", Self.conflict, times: 3)
            let card = try await test.save("apple", lan)
            #expect(try await test.flashcards.get(card.flashcardID, of: lan.userID) == card)
            #expect(try await test.users.statistics(lan.userID).totalWordsLearned == 1)
        }
    }

    private static func busy(_ code: CancellationReason.Code, of writes: Int) -> DynamoDBError {
        var reasons = [CancellationReason](repeating: .none, count: writes)
        reasons[1] = CancellationReason(code)
        return .transactionCanceled(reasons)
    }

    // What a command shows of a failure of the table is the table's own sentence.
    @Test func descriptions() {
        let away = DynamoDBError(.serviceUnavailable, "The table is away.")
        #expect("\(RepositoryError(away))" == "The table is away.")
        #expect("\(RepositoryError(DynamoDBError(.internalServerError, "Not known.")))" == "Not known.")
        #expect(
            "\(RepositoryError(.validation("x")))" == "the table refused a request as wrong: ValidationException: x")
    }

    // A throttled write of a transaction is tried again like a collision; when the table stays too busy, the error says
    // so.
    @Test func throttledWritesAreTriedAgain() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            for code in [CancellationReason.Code.throttlingError, .provisionedThroughputExceeded] {
                test.recorder.fail("transactWriteItems", Self.busy(code, of: 4), times: 2)
                _ = try await test.save("apple \(code.rawValue)", lan)
                test.recorder.fail("transactWriteItems", Self.busy(code, of: 4), times: Writer.attempts)
                let error = await #expect(throws: RepositoryError.self) { try await test.save("pear", lan) }
                if case .tableUnavailable = error {} else { Issue.record("\(String(describing: error))") }
            }
            let admin = try await test.register("admin")
            let busy = DynamoDBError.transactionCanceled([.none, CancellationReason(.throttlingError)])
            test.recorder.fail("transactWriteItems", busy, times: 2)
            var errors = FieldErrors()
            let new = try #require(SessionWorld.fields("cafe").creation(&errors))
            #expect(try await test.store.scenarios.create(new, by: admin.userID).version == 1)
        }
    }

    // What a context brings along is stored with the write or not at all, and being there already is an error of its
    // own.
    @Test func recordsOfContexts() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let context = { (key: String) in
                let call = IdempotentCall(
                    caller: lan.userID.text, key: key, fingerprint: key, at: TestStore.start)
                return WriteContext(.user(lan.userID), at: TestStore.start, call: call)
            }
            _ = try await test.flashcards.create(try TestStore.new("apple"), for: lan.userID, context("a"))
            await #expect(throws: RepositoryError.alreadyDone) {
                try await test.flashcards.create(try TestStore.new("pear"), for: lan.userID, context("a"))
            }
            await #expect(throws: RepositoryError.self) {
                try await test.flashcards.create(try TestStore.new("apple"), for: lan.userID, context("b"))
            }
            let records = try await test.items("USER#\(lan.userID.text)").filter { ItemKind(of: $0) == .idempotency }
            #expect(records.map { $0["key"]?.string } == ["a"])
            #expect(try await test.users.statistics(lan.userID).totalWordsLearned == 1)
        }
    }

    // When it collides again and again it gives up, and nothing was done.
    @Test func conflictsEnd() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            test.recorder.fail("transactWriteItems", Self.conflict, times: Writer.attempts)
            await #expect(throws: RepositoryError.contention) { try await test.save("apple", lan) }
            #expect(try await test.users.statistics(lan.userID).totalWordsLearned == 0)
            _ = try await test.save("apple", lan)
        }
    }

    // What the table says about itself is distinguished: not done, not known, and our own fault.
    @Test func errorsAreTyped() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let stopped = DynamoDBError(.serviceUnavailable, "stopping")
            test.recorder.fail("transactWriteItems", stopped)
            await #expect(throws: RepositoryError.tableUnavailable(stopped)) { try await test.save("apple", lan) }
            let broken = DynamoDBError(.internalServerError, "fsync")
            test.recorder.fail("transactWriteItems", broken)
            await #expect(throws: RepositoryError.outcomeUnknown(broken)) { try await test.save("apple", lan) }
            let wrong = DynamoDBError.validation("wrong")
            test.recorder.fail("getItem", wrong)
            await #expect(throws: RepositoryError.refused(wrong)) { try await test.users.user(lan.userID) }
            _ = try await test.save("apple", lan)
        }
    }

    // A read that fails has changed nothing, whatever the reason.
    @Test func failedReadsChangeNothing() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let damaged = DynamoDBError(.internalServerError, "damaged")
            test.recorder.fail("getItem", damaged)
            await #expect(throws: RepositoryError.tableUnavailable(damaged)) { try await test.users.user(lan.userID) }
            test.recorder.fail("query", damaged)
            await #expect(throws: RepositoryError.tableUnavailable(damaged)) {
                try await test.flashcards.list(of: lan.userID, PageRequest())
            }
        }
    }

    // Reasons count by their position and code, whatever their messages say.
    @Test func reasonsCountByPosition() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let apple = try await test.save("apple", lan)
            let guardItem = WordGuard(apple).item
            let reasons: [CancellationReason] = [
                .none, .none, CancellationReason(.conditionalCheckFailed, message: "anything", item: guardItem), .none,
            ]
            test.recorder.fail("transactWriteItems", .transactionCanceled(reasons))
            await #expect(throws: RepositoryError.duplicateWord(existing: apple.flashcardID)) {
                try await test.save("pear", lan)
            }
            // A stale sequence next to it means: decide again; then the word is free.
            var stale = reasons
            stale[3] = CancellationReason(.conditionalCheckFailed)
            test.recorder.fail("transactWriteItems", .transactionCanceled(stale))
            #expect(try await test.save("pear", lan).word.text == "pear")
        }
    }

    // Keys that a batch left unprocessed are asked for again, and the order of the list stays.
    @Test func unprocessedKeys() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            for word in ["d", "b", "a", "c", "e"] { _ = try await test.save(word, lan) }
            test.recorder.limitBatches(to: 2)
            let found = try await test.flashcards.list(of: lan.userID, wordPrefix: nil, PageRequest()).items
            #expect(found.map(\.word.text) == ["a", "b", "c", "d", "e"])
            test.recorder.limitBatches(to: 0)
            await #expect(throws: RepositoryError.self) {
                try await test.flashcards.list(of: lan.userID, wordPrefix: nil, PageRequest())
            }
        }
    }

    // More keys than a batch takes are read in several batches.
    @Test func longLists() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            for number in 0..<130 { _ = try await test.save("w \(number + 100)", lan) }
            test.recorder.reset()
            let found = try await test.flashcards.list(of: lan.userID, wordPrefix: "w", PageRequest(limit: 1000)).items
            #expect(found.map(\.word.text) == (0..<130).map { "w \($0 + 100)" })
            #expect(test.recorder.notes.calls == ["query", "batchGetItem", "batchGetItem"])
        }
    }

    // A damaged item is reported by its key and attribute, not read as something else.
    @Test func damagedItems() async throws {
        try await TestStore.run { test in
            let lan = try await test.register("lan")
            let card = try await test.save("apple", lan)
            var item = card.item
            item["version"] = "two"
            _ = try await test.recorder.table.putItem(PutItemRequest(tableName: "LexiApp", item: item))
            let problem = CorruptItem(
                key: Flashcard.key(card.flashcardID), attribute: "version", problem: "is not an integer")
            await #expect(throws: RepositoryError.corrupt(problem)) {
                try await test.flashcards.get(card.flashcardID, of: lan.userID)
            }
        }
    }
}
