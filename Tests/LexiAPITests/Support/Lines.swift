import Synchronization

/// Log lines in memory.
final class Lines: Sendable {
    private let lines = Mutex<[[UInt8]]>([])

    func add(_ line: [UInt8]) { lines.withLock { $0.append(line) } }

    var all: [[UInt8]] { lines.withLock { $0 } }
}
