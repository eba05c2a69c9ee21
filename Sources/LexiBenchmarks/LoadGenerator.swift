import CLinux
import Glibc

/// What a load brought.
struct LoadResult {
    /// Answers, and how long they took to come.
    var requests: Int
    var seconds: Double
    /// Answers whose status was not the expected one.
    var failures: Int
    /// Nanoseconds from a request to the end of its answer, ascending.
    var latencies: [UInt32]

    var requestsPerSecond: Double { Double(requests) / seconds }

    /// The latency that a share of the answers stayed within, in milliseconds.
    func percentile(_ share: Double) -> Double {
        guard !latencies.isEmpty else { return 0 }
        let index = min(latencies.count - 1, Int(Double(latencies.count) * share))
        return Double(latencies[index]) / 1e6
    }
}

/// A closed loop: each connection sends its next request when the answer to the one before has come. One thread, one
/// epoll, so that as little as possible of the machine is taken from the server.
struct LoadGenerator {
    /// Makes the next request of a connection, by the connection's number and a running number.
    typealias Request = (_ connection: Int, _ number: Int) -> [UInt8]

    private final class Connection {
        let descriptor: Int32
        var buffer: [UInt8] = []
        var sentAt: UInt64 = 0
        init(_ descriptor: Int32) { self.descriptor = descriptor }
    }

    private static let readSize = 64 * 1024
    /// A server that answers nothing for this long ends the benchmark.
    private static let silence: Int32 = 10_000

    /// Loads a server on this machine.
    ///
    /// - Parameters:
    ///   - expectedStatus: what an answer has to have to count as one.
    ///   - stop: whether the load is over, by the answers and the nanoseconds so far.
    /// - Throws: ``BenchmarkError`` when the server closes a connection or falls silent.
    static func run(
        port: UInt16, connections count: Int, expectedStatus: Int, request: Request,
        stop: (_ answers: Int, _ nanoseconds: UInt64) -> Bool
    ) throws(BenchmarkError) -> LoadResult {
        let poll = epoll_create1(0)
        defer { close(poll) }
        var connections: [Connection] = []
        defer { for connection in connections { close(connection.descriptor) } }
        for index in 0..<count {
            let connection = Connection(try Socket.connect(port: port))
            connections.append(connection)
            var event = epoll_event()
            event.events = EPOLLIN.rawValue
            event.data.u64 = UInt64(index)
            epoll_ctl(poll, EPOLL_CTL_ADD, connection.descriptor, &event)
        }
        var result = LoadResult(requests: 0, seconds: 0, failures: 0, latencies: [])
        result.latencies.reserveCapacity(1 << 20)
        var sent = 0
        let start = now()
        for (index, connection) in connections.enumerated() {
            try send(request(index, sent), on: connection)
            sent += 1
        }
        var events = [epoll_event](repeating: epoll_event(), count: count)
        var chunk = [UInt8](repeating: 0, count: readSize)
        var outstanding = count
        while outstanding > 0 {
            let ready = epoll_wait(poll, &events, Int32(count), silence)
            guard ready > 0 else { throw BenchmarkError("the server fell silent") }
            for slot in 0..<Int(ready) {
                let index = Int(events[slot].data.u64)
                let connection = connections[index]
                let received = recv(connection.descriptor, &chunk, readSize, 0)
                guard received > 0 else { throw BenchmarkError("the server closed a connection") }
                connection.buffer.append(contentsOf: chunk[0..<received])
                guard let status = takeAnswer(&connection.buffer) else { continue }
                let time = now()
                result.requests += 1
                if status != expectedStatus { result.failures += 1 }
                result.latencies.append(UInt32(clamping: time - connection.sentAt))
                if stop(result.requests, time - start) {
                    outstanding -= 1
                } else {
                    try send(request(index, sent), on: connection)
                    sent += 1
                }
            }
        }
        result.seconds = Double(now() - start) / 1e9
        result.latencies.sort()
        return result
    }

    private static func send(_ bytes: [UInt8], on connection: Connection) throws(BenchmarkError) {
        connection.sentAt = now()
        try Socket.send(bytes, on: connection.descriptor)
    }

    /// Takes a whole answer off the buffer.
    ///
    /// - Returns: its status, or nil when more has to come first.
    private static func takeAnswer(_ buffer: inout [UInt8]) -> Int? {
        guard let (status, size) = buffer.withUnsafeBufferPointer(answer) else { return nil }
        if size == buffer.count { buffer.removeAll(keepingCapacity: true) } else { buffer.removeFirst(size) }
        return status
    }

    /// Status and size of the answer at the start of the bytes, when it is whole.
    private static func answer(_ bytes: UnsafeBufferPointer<UInt8>) -> (status: Int, size: Int)? {
        guard bytes.count > 12, let headSize = position(in: bytes, bytes.count, after: "\r\n\r\n") else { return nil }
        var bodySize = 0
        if let name = position(in: bytes, headSize, after: "\r\ncontent-length:") {
            var index = name
            while index < headSize, bytes[index] == 32 { index += 1 }
            while index < headSize, case let digit = bytes[index] &- 48, digit <= 9 {
                bodySize = bodySize * 10 + Int(digit)
                index += 1
            }
        }
        guard bytes.count >= headSize + bodySize else { return nil }
        let digits = bytes[9..<12].reduce(0) { $0 * 10 + Int($1 &- 48) }
        return (digits, headSize + bodySize)
    }

    /// Where the bytes after a name start, the name compared without case.
    private static func position(
        in bytes: UnsafeBufferPointer<UInt8>, _ end: Int, after name: StaticString
    ) -> Int? {
        let count = name.utf8CodeUnitCount
        var index = 0
        while index + count <= end {
            if bytes[index] == 13, (0..<count).allSatisfy({ lowered(bytes[index + $0]) == name.utf8Start[$0] }) {
                return index + count
            }
            index += 1
        }
        return nil
    }

    private static func lowered(_ byte: UInt8) -> UInt8 { byte >= 65 && byte <= 90 ? byte | 0x20 : byte }

    /// Nanoseconds of a clock that only goes forward.
    static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
