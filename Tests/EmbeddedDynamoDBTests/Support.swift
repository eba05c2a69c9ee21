import CSQLite
import DynamoModel
import FoundationEssentials
import Glibc
import Synchronization
import TestSupport

@testable import EmbeddedDynamoDB
@testable import TableStore

extension TableEngine {
    /// Runs something on the writer's thread, inside its transaction.
    func onWriter<Result: Sendable>(
        _ body: @escaping @Sendable (Writer) throws(EngineFault) -> Result
    ) async throws(DynamoDBError) -> Result {
        try await write(body)
    }

    /// How often something was committed.
    var commits: UInt64 { store.pool.generation.load(ordering: .acquiring) / 2 }
}

/// A gate that a test holds the writer's thread at.
final class Gate: @unchecked Sendable {
    private let monitor = Monitor()
    private var isOpen = false
    private var arrivals = 0

    /// Waits until the gate is opened; only for threads that may block.
    func pass() {
        monitor.lock()
        arrivals += 1
        monitor.broadcast()
        while !isOpen { monitor.wait() }
        monitor.unlock()
    }

    func open() {
        monitor.lock()
        isOpen = true
        monitor.unlock()
        monitor.broadcast()
    }

    /// Whether somebody came to the gate.
    var isReached: Bool {
        monitor.lock()
        defer { monitor.unlock() }
        return arrivals > 0
    }
}

/// Changes a closed database file behind the engine's back, with pages that are whole.
func tamper(_ path: String, _ sql: String) throws {
    let sqlite = try SQLiteConnection(path: path, mode: .readWriteCreate, files: TableFiles.name(.carelessWriter))
    defer { sqlite.close() }
    try sqlite.execute(sql)
}

/// An item of ``TestTables/indexed(name:)`` that is in every index.
func indexedItem(_ number: Int, group: String = "g", text: String = "text") -> Item {
    [
        "pk": .s("p\(number % 7)"), "sk": .s("s\(number)"), "ln": .int(number), "gpk": .s(group), "gsk": .int(-number),
        "a": .s(text), "c": .s("not projected"),
    ]
}

/// Sizes of files.
enum FileSize {
    static func of(_ path: String) throws -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw StoreError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        return Int(status.st_size)
    }
}

/// Changes bytes of a file.
enum RawFile {
    static func write(_ path: String, at offset: Int, _ bytes: [UInt8]) throws {
        let descriptor = open(path, O_RDWR)
        guard descriptor >= 0 else {
            throw StoreError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        _ = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset)) }
    }
}

/// Copies a closed file.
func copyFile(_ path: String, to target: String) throws {
    try FileManager.default.copyItem(atPath: path, toPath: target)
}
