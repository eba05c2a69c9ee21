import DynamoModel
import TestSupport
import Testing

/// Batches and transactions of statements.
@Suite(.tables) struct StatementBatchTests {
    private func batch(
        _ table: TestTable, _ statements: [String], capacity: ReturnConsumedCapacity = .none
    ) async throws(DynamoDBError) -> BatchExecuteStatementResponse {
        try await table.db.batchExecuteStatement(
            BatchExecuteStatementRequest(
                statements.map { BatchStatement(table.text($0)) }, returnConsumedCapacity: capacity))
    }

    private func transaction(
        _ table: TestTable, _ statements: [String], token: String? = nil, capacity: ReturnConsumedCapacity = .none
    ) async throws(DynamoDBError) -> ExecuteTransactionResponse {
        try await table.db.executeTransaction(
            ExecuteTransactionRequest(
                statements.map { TransactStatement(table.text($0)) }, clientRequestToken: token,
                returnConsumedCapacity: capacity))
    }

    // Each statement of a batch has its own outcome.
    @Test(arguments: Backend.all)
    func batches(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            try await table.put(["pk": "a", "n": 1])
            let reads = try await batch(
                table,
                [
                    "SELECT * FROM T WHERE pk = 'a'", "SELECT n FROM T WHERE pk = 'none'",
                    "SELECT * FROM T WHERE pk = 'b' AND n = 1", "SELECT * FROM \"NoSuchTable\" WHERE pk = 'x'",
                    "SELECT * FROM T WHERE",
                ])
            #expect(reads.responses.map(\.item) == [["pk": "a", "n": 1], nil, nil, nil, nil])
            #expect(
                reads.responses.map { $0.error?.code } == [
                    nil, nil, "ValidationError", "ResourceNotFound", "ValidationError",
                ])
            #expect(reads.responses.map(\.tableName) == [table.name, table.name, nil, "NoSuchTable", nil])
            let writes = try await batch(
                table,
                [
                    "INSERT INTO T VALUE {'pk': 'b'}", "INSERT INTO T VALUE {'pk': 'a'}",
                    "UPDATE T SET n = 2 WHERE pk = 'c'", "DELETE FROM T WHERE pk = 'd'",
                ], capacity: .total)
            #expect(
                writes.responses.map { $0.error?.code } == [nil, "DuplicateItem", "ConditionalCheckFailed", nil])
            #expect(try await table.get(["pk": "b"]) == ["pk": "b"])
            #expect(writes.consumedCapacity?.first?.tableName == table.name)
        }
    }

    // A batch reads or writes, and meets no item twice.
    @Test(arguments: Backend.all)
    func refusedBatches(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            await expectError(
                .validation, "Read and write requests together in the same batch is not supported."
            ) { try await batch(table, ["SELECT * FROM T WHERE pk = 'a'", "DELETE FROM T WHERE pk = 'b'"]) }
            await expectError(.validation, "Provided list of item keys contains duplicates") {
                try await batch(table, ["DELETE FROM T WHERE pk = 'a'", "INSERT INTO T VALUE {'pk': 'a'}"])
            }
            await expectError(.validation) { try await batch(table, []) }
        }
    }

    // A transaction of reads answers with an entry each, one of writes with none.
    @Test(arguments: Backend.all)
    func transactions(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            let writes = try await transaction(
                table, ["INSERT INTO T VALUE {'pk': 'a', 'n': 1}", "INSERT INTO T VALUE {'pk': 'b'}"], capacity: .total)
            #expect(writes.items.isEmpty && writes.consumedCapacity?.first?.total == CapacityUnits(write: 4))
            let reads = try await transaction(
                table, ["SELECT * FROM T WHERE pk = 'a'", "SELECT * FROM T WHERE pk = 'z'"], capacity: .total)
            #expect(reads.items == [["pk": "a", "n": 1], nil])
            #expect(reads.consumedCapacity?.first?.total == CapacityUnits(read: 4))
            _ = try await transaction(
                table, ["EXISTS(SELECT * FROM T WHERE pk = 'a' AND n = 1)", "DELETE FROM T WHERE pk = 'b'"])
            #expect(try await table.get(["pk": "b"]) == nil)
        }
    }

    // What is wrong with the data cancels all, with a reason for each statement.
    @Test(arguments: Backend.all)
    func cancelled(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            try await table.put(["pk": "a", "n": 1])
            let error = await expectError(
                .transactionCanceled,
                "Transaction cancelled, please refer cancellation reasons for specific reasons "
                    + "[None, DuplicateItem, ConditionalCheckFailed]"
            ) {
                try await transaction(
                    table,
                    [
                        "INSERT INTO T VALUE {'pk': 'b'}", "INSERT INTO T VALUE {'pk': 'a'}",
                        "EXISTS(SELECT * FROM T WHERE pk = 'c' AND n = 1)",
                    ])
            }
            #expect(error?.cancellationReasons.first?.message == nil)
            #expect(try await table.get(["pk": "b"]) == nil)
            await expectError(
                .transactionCanceled,
                "Transaction cancelled, please refer cancellation reasons for specific reasons "
                    + "[ResourceNotFound, None]"
            ) {
                try await transaction(
                    table, ["DELETE FROM \"NoSuchTable\" WHERE pk = 'a'", "DELETE FROM T WHERE pk = 'x'"])
            }
        }
    }

    // What is wrong with a statement's text names the statement.
    @Test(arguments: Backend.all)
    func refusedTransactions(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            for (statement, message) in [
                ("SELECT * FROM T WHERE", "Statement wasn't well formed, can't be processed: Unexpected term"),
                (
                    "SELECT * FROM T WHERE pk = 'a' AND n = 1",
                    "Select statements within ExecuteTransaction must specify the primary key in the where clause."
                ),
                (
                    "UPDATE T SET n = 1 WHERE pk = 'a' RETURNING ALL NEW *",
                    "RETURNING clause is not supported in ExecuteTransaction."
                ),
                (
                    "EXISTS(SELECT * FROM T WHERE pk = 'a')",
                    "EXISTS() must contain a single item read with additional condition"
                ),
            ] {
                await expectError(.validation, "Validation failed in TransactStatements[0]: \(message)") {
                    try await transaction(table, [statement])
                }
            }
            await expectError(
                .validation,
                "ExecuteTransaction API does not support both read and write operations in the same request."
            ) { try await transaction(table, ["SELECT * FROM T WHERE pk = 'a'", "DELETE FROM T WHERE pk = 'b'"]) }
            await expectError(
                .validation, "Transaction request cannot include multiple operations on one item"
            ) { try await transaction(table, ["DELETE FROM T WHERE pk = 'a'", "INSERT INTO T VALUE {'pk': 'a'}"]) }
        }
    }

    // With a token, the same statements are carried out once.
    @Test(arguments: Backend.all)
    func tokens(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.hashOnly()) { table in
            try await table.put(["pk": "a", "n": 1])
            for _ in 0..<2 { _ = try await transaction(table, ["UPDATE T SET n = n + 1 WHERE pk = 'a'"], token: "t") }
            #expect(try await table.get(["pk": "a"])?["n"] == 2)
            await expectError(.idempotentParameterMismatch) {
                try await transaction(table, ["UPDATE T SET n = n + 2 WHERE pk = 'a'"], token: "t")
            }
        }
    }
}
