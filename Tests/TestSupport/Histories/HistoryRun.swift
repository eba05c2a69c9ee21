import DynamoModel
import Glibc
import Synchronization

/// Clients that use one table at the same time, and the history of what they did.
///
/// The table is ``TestTables/hashOnly(_:name:)``. Registers are items with a value, lists items with a list of numbers.
public final class HistoryRun: Sendable {
    private struct State {
        var registers = RegisterHistory()
        var lists = ListHistory()
        var names: [String] = []
        var nextNumber = 1
        /// Transactions whose outcome is open, by their place in the history.
        var open: [Int: TransactWriteItemsRequest] = [:]
    }

    private let state = Mutex(State())
    private static let registers = 3
    private static let lists = 5
    static let tableName = "HashOnly"

    /// A run without operations.
    public init() {}

    /// How many operations were acknowledged or left open.
    public var count: Int { state.withLock { $0.registers.operations.count + $0.lists.operations.count } }

    /// How many transactions have an open outcome.
    public var openTransactions: Int { state.withLock { $0.open.count } }

    // MARK: Work

    /// Lets clients work on new lists until they are told to stop, or the table fails.
    ///
    /// - Parameter goesOn: asked with the number of acknowledged operations after each.
    public func work(
        _ table: HistoryTable, clients: Int, seed: UInt64, goesOn: @escaping @Sendable (Int) -> Bool
    ) async throws {
        let names = state.withLock { state -> [String] in
            let names = (0..<Self.lists).map { "list-\(state.names.count + $0)" }
            state.names += names
            return names
        }
        for name in names {
            _ = try await table.put(PutItemRequest(tableName: Self.tableName, item: ["pk": .s(name), "l": .l([])]))
        }
        let progress = Progress(goesOn)
        let registers = (0..<Self.registers).map { "register-\($0)" }
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<clients {
                let client = HistoryClient(
                    self, table, lists: names, registers: registers, seed: seed &+ UInt64(number))
                group.addTask {
                    var client = client
                    while await client.step(), progress.count() {}
                }
            }
        }
    }

    /// What all clients have done together.
    private final class Progress: Sendable {
        private let done = Atomic<Int>(0)
        private let isOver = Atomic<Bool>(false)
        private let goesOn: @Sendable (Int) -> Bool

        init(_ goesOn: @escaping @Sendable (Int) -> Bool) { self.goesOn = goesOn }

        /// Counts an operation; false when there are to be no more.
        func count() -> Bool {
            if !goesOn(done.add(1, ordering: .relaxed).newValue) { isOver.store(true, ordering: .relaxed) }
            return !isOver.load(ordering: .relaxed)
        }
    }

    /// Notes that whatever is still open was done by now or never will be: the table's process is gone.
    public func settle() {
        let now = Self.now()
        state.withLock { state in
            for place in state.registers.operations.indices where state.registers.operations[place].end == nil {
                state.registers.operations[place].end = now
            }
        }
    }

    /// Sends the open transactions again with their tokens: each is carried out once, now or before.
    public func repeatOpen(_ table: HistoryTable) async throws {
        for (place, request) in state.withLock({ $0.open }) {
            let outcome: ListHistory.Outcome
            do {
                _ = try await table.transactWrite(request)
                outcome = .done
            } catch let error as DynamoDBError where error.code == .transactionCanceled {
                outcome = .refused
            }
            let now = Self.now()
            state.withLock { state in
                state.lists.operations[place].outcome = outcome
                state.lists.operations[place].end = now
                state.open[place] = nil
            }
        }
    }

    /// What the history contradicts, with the lists as they are now.
    public func violations(_ table: HistoryTable) async throws -> [String] {
        let (registers, lists, names) = state.withLock { ($0.registers, $0.lists, $0.names) }
        var ends: [String: [Int]] = [:]
        for name in names {
            let request = GetItemRequest(tableName: Self.tableName, key: ["pk": .s(name)], consistentRead: true)
            ends[name] = Self.numbers(try await table.get(request).item)
        }
        return registers.violations + lists.violations(endingWith: ends)
    }

    // MARK: For the clients

    func number() -> Int {
        state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
    }

    func note(_ operation: RegisterHistory.Operation) { state.withLock { $0.registers.operations.append(operation) } }

    func note(_ operation: ListHistory.Operation, open request: TransactWriteItemsRequest? = nil) {
        state.withLock { state in
            if let request { state.open[state.lists.operations.count] = request }
            state.lists.operations.append(operation)
        }
    }

    static func numbers(_ item: Item?) -> [Int] {
        guard case .l(let values)? = item?["l"] else { return [] }
        return values.compactMap(\.int)
    }

    /// Nanoseconds of a clock that only goes forward.
    static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
