import DynamoModel

/// A way to have a table that the contract suite runs on.
///
/// To put another implementation of ``DynamoDB`` under the suite, make a value of this type and add it to ``all``.
public struct Backend: Sendable, CustomStringConvertible {
    /// A service that is ready, and how to end it.
    public struct Opened: Sendable {
        /// The service, without any table.
        public let db: any DynamoDB
        /// Ends the service and removes what it left.
        public let close: @Sendable () async throws -> Void

        /// A service that is ready.
        public init(_ db: any DynamoDB, close: @escaping @Sendable () async throws -> Void) {
            self.db = db
            self.close = close
        }
    }

    /// What reports call it.
    public let name: String
    private let open: @Sendable () async throws -> Opened

    /// A back end of this name; `open` gives a fresh service each time.
    public init(_ name: String, open: @escaping @Sendable () async throws -> Opened) {
        self.name = name
        self.open = open
    }

    /// The name.
    public var description: String { name }

    /// Runs `body` on a fresh service, which is closed in any case.
    @discardableResult
    public func run<Result: Sendable>(
        _ body: @Sendable (any DynamoDB) async throws -> Result
    ) async throws -> Result {
        let opened = try await open()
        do {
            let result = try await body(opened.db)
            try await opened.close()
            return result
        } catch {
            // The failure of the body says more than one of closing after it.
            try? await opened.close()
            throw error
        }
    }

    /// Runs `body` on a fresh table that is ACTIVE.
    @discardableResult
    public func withTable<Result: Sendable>(
        _ definition: CreateTableRequest, _ body: @Sendable (TestTable) async throws -> Result
    ) async throws -> Result {
        try await run { db in try await body(TestTable.make(db, definition)) }
    }
}
