import Foundation
import Glibc
import Synchronization

/// Durable writes at a fixed rate next to what is measured, from a separate thread.
///
/// Each tick sends one write on each connection and waits for the answers; a tick that took too long shortens the pause
/// before the next ones.
final class SteadyWrites: Sendable {
    private static let ticksPerSecond = 100

    private let isStopping = Atomic<Bool>(false)
    private let answered = Atomic<Int>(0)
    private let ended = DispatchSemaphore(value: 0)
    private let start = LoadGenerator.now()

    /// Starts writing.
    init(port: UInt16, perSecond rate: Int, request: @escaping @Sendable () -> [UInt8]) throws(BenchmarkError) {
        var connections: [Int32] = []
        for _ in 0..<max(1, rate / Self.ticksPerSecond) { connections.append(try Socket.connect(port: port)) }
        let opened = connections
        Thread.detachNewThread { [self] in
            write(on: opened, request)
            for connection in opened { close(connection) }
            ended.signal()
        }
    }

    private func write(on connections: [Int32], _ request: () -> [UInt8]) {
        var chunk = [UInt8](repeating: 0, count: 4096)
        var due = start
        while !isStopping.load(ordering: .relaxed) {
            guard connections.allSatisfy({ (try? Socket.send(request(), on: $0)) != nil }) else { return }
            // The answer to a put that returns nothing comes in one piece.
            guard connections.allSatisfy({ recv($0, &chunk, chunk.count, 0) > 0 }) else { return }
            answered.add(connections.count, ordering: .relaxed)
            due += UInt64(1_000_000_000 / Self.ticksPerSecond)
            let now = LoadGenerator.now()
            if due > now { usleep(UInt32((due - now) / 1000)) }
        }
    }

    /// Stops, and returns how many writes a second were answered.
    func stop() -> Double {
        let seconds = Double(LoadGenerator.now() - start) / 1e9
        isStopping.store(true, ordering: .relaxed)
        ended.wait()
        return Double(answered.load(ordering: .relaxed)) / seconds
    }
}
