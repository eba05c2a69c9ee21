import Synchronization
import Testing

/// What a suite has whose tests open tables: `@Suite(.tables)`.
///
/// - What ``Backend/open(clock:)`` opened is closed when the test ends, however it ends, and before the next one takes
///   its place.
/// - So many tests with tables run at a time as ``places`` says: each can have an engine, a server and a client, with
///   their threads and descriptors.
public struct TableScope: SuiteTrait, TestTrait, TestScoping {
    /// Tests with tables at a time.
    static let places = Places(16)

    /// What is to be closed at the end of the test that runs on this task.
    @TaskLocal private static var closings: Closings?

    /// Every test of the suite is meant.
    public var isRecursive: Bool { true }

    /// For each test, and for each of its cases within that.
    public func scopeProvider(for test: Test, testCase: Test.Case?) -> TableScope? { test.isSuite ? nil : self }

    /// Runs a test, whose failure is expected if it meets a known fault of the engine; and each of its cases in its
    /// place, after which what it opened is closed.
    @concurrent public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        guard testCase != nil else {
            return try await KnownFault.expect(in: test) { try await function() }
        }
        try await Self.places.take {
            let closings = Closings()
            do {
                try await Self.$closings.withValue(closings) { try await function() }
            } catch {
                // The test's own failure says more than one of closing after it.
                try? await closings.run()
                throw error
            }
            try await closings.run()
        }
    }

    /// Has `close` run when the test ends; what was opened last is closed first. Without a scope it runs at once.
    ///
    /// - Throws: ``ScopeMissing`` in a suite that has no `.tables`.
    public static func atEnd(_ close: @escaping @Sendable () async throws -> Void) async throws {
        guard let closings else {
            try await close()
            throw ScopeMissing()
        }
        closings.add(close)
    }
}

extension Trait where Self == TableScope {
    /// The tests of this suite open tables.
    public static var tables: TableScope { TableScope() }
}

/// A test opened a table in a suite that closes none.
public struct ScopeMissing: Error, CustomStringConvertible {
    /// What to do.
    public var description: String { "The suite opens tables: it has to say @Suite(.tables)" }
}

/// What is to be closed, in the order in which it was opened.
private final class Closings: Sendable {
    private let closings = Mutex<[@Sendable () async throws -> Void]>([])

    func add(_ close: @escaping @Sendable () async throws -> Void) { closings.withLock { $0.append(close) } }

    /// Closes everything, and then throws the first error.
    func run() async throws {
        var first: (any Error)?
        while let close = closings.withLock({ $0.popLast() }) {
            do { try await close() } catch { first = first ?? error }
        }
        if let first { throw first }
    }
}
