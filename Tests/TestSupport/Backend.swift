import DynamoModel

/// A way to have a table: what the suites of the contract, of the repositories and of the API run on.
///
/// To put another implementation of ``DynamoDB`` under them, make a value of this type and name it in
/// ``Backend/local``.
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

    /// The time in seconds since 1970.
    public typealias Clock = @Sendable () -> Double

    /// What reports call it.
    public let name: String
    /// Whether it is a service of somebody else.
    let isForeign: Bool
    private let opening: @Sendable (Clock?) async throws -> Opened

    /// A back end of this name; `open` gives a fresh service each time. It takes the engine's clock, nil for the
    /// machine's; a service elsewhere has its own in any case.
    public init(
        _ name: String, isForeign: Bool = false, open: @escaping @Sendable (_ clock: Clock?) async throws -> Opened
    ) {
        self.name = name
        self.isForeign = isForeign
        opening = open
    }

    /// The name.
    public var description: String { name }

    /// A fresh service, which is closed when the test ends (see ``TableScope``).
    ///
    /// - Parameter clock: the engine's clock; nil for the machine's. A service elsewhere has its own in any case.
    public func open(clock: Clock? = nil) async throws -> any DynamoDB {
        let opened = try await opening(clock)
        try await TableScope.atEnd(opened.close)
        return opened.db
    }

    /// Runs `body` on a fresh service, which is closed in any case.
    @discardableResult
    public func run<Result>(_ body: (any DynamoDB) async throws -> Result) async throws -> Result {
        let opened = try await opening(nil)
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
    public func withTable<Result>(
        _ definition: CreateTableRequest, _ body: (TestTable) async throws -> Result
    ) async throws -> Result {
        try await run { db in try await body(TestTable.make(db, definition)) }
    }
}
