import Glibc
import HTTPServer
import Synchronization
import TestSupport
import Testing

/// Opens once: what awaits it goes on then.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiters.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    var isOpen: Bool { state.withLock(\.isOpen) }

    func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}

/// A responder with a path for each thing that a test needs.
struct TestService: HTTPResponder {
    let gate = Gate()
    let entered = Gate()
    let written = Counter()

    func bodyLimit(for head: HTTPRequestHead) -> Int { 100_000 }

    /// Bytes of an answer of `/big`: several times what the kernel's buffers take of an answer that nobody reads.
    static let bigAnswer = 16 * 1024 * 1024
    private static let sharedAnswer = [UInt8](repeating: 7, count: bigAnswer)

    func room(for request: HTTPRequest) -> Int { request.path.elementsEqual("/big".utf8) ? Self.bigAnswer : 0 }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        let path = String(decoding: request.path, as: UTF8.self)
        switch path {
        case "/echo": return HTTPResponse(status: .ok, contentType: "application/octet-stream", bytes: request.body)
        case "/gate":
            entered.open()
            await gate.wait()
            return text("opened")
        case "/forever":
            entered.open()
            while !Task.isCancelled { await Task.yield() }
            return text("cancelled")
        case "/cancelled":
            entered.open()
            while !Task.isCancelled { await Task.yield() }
            return HTTPResponse(status: .ok, body: .stream(length: nil) { _ in try Task.checkCancellation() })
        case "/elsewhere": return text(await Task.detached { "from another executor" }.value)
        case "/loop": return text(nameOfThread())
        case "/peer": return text(request.peer.host)
        case "/close": return HTTPResponse(status: .ok, body: .bytes([0x78]), closesConnection: true)
        case "/big": return HTTPResponse(status: .ok, body: .bytes([UInt8](repeating: 7, count: Self.bigAnswer)))
        case "/shared": return HTTPResponse(status: .ok, body: .shared(Self.sharedAnswer))
        case "/none": return HTTPResponse(status: .noContent, body: .bytes(Array("never".utf8)))
        case "/chunks": return HTTPResponse(status: .ok, body: .stream(length: nil, write: chunks))
        case "/large": return HTTPResponse(status: .ok, body: .stream(length: nil, write: large))
        case "/short": return HTTPResponse(status: .ok, body: .stream(length: 10) { try await $0.write([1, 2, 3]) })
        default: return text("\(request.method) \(path)")
        }
    }

    private func nameOfThread() -> String {
        guard let file = fopen("/proc/thread-self/comm", "r") else { return "" }
        defer { fclose(file) }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { name in
            guard let base = name.baseAddress, fgets(base, Int32(name.count), file) != nil else { return "" }
            return String(cString: base).split(separator: "\n").first.map(String.init) ?? ""
        }
    }

    private func text(_ text: String) -> HTTPResponse {
        HTTPResponse(status: .ok, contentType: "text/plain", bytes: Array(text.utf8))
    }

    /// The second piece comes from a task on another executor.
    @Sendable private func chunks(_ writer: HTTPBodyWriter) async throws {
        try await writer.write(Array("one,".utf8))
        try await writer.write([])
        try await Task.detached { try await writer.write(Array("two,".utf8)) }.value
        try await writer.write(Array("three".utf8))
    }

    static let largePieces = 512
    static let largePiece = 64 * 1024

    @Sendable private func large(_ writer: HTTPBodyWriter) async throws {
        for piece in 0..<Self.largePieces {
            try await writer.write([UInt8](repeating: UInt8(truncatingIfNeeded: piece), count: Self.largePiece))
            written.add(Self.largePiece)
        }
    }
}

/// A number that many threads add to.
final class Counter: Sendable {
    private let count = Atomic<Int>(0)
    func add(_ number: Int) { count.add(number, ordering: .sequentiallyConsistent) }
    var value: Int { count.load(ordering: .sequentiallyConsistent) }
}

/// What the server told about itself.
final class EventLog: Sendable {
    private let texts = Mutex<[String]>([])
    func note(_ event: HTTPServerEvent) {
        let text: String
        switch event {
        case .acceptPaused(let reason): text = "paused \(reason)"
        case .acceptResumed: text = "resumed"
        case .refused(let error, _): text = "refused \(error)"
        case .cut(let reason, _): text = "cut \(reason)"
        }
        texts.withLock { $0.append(text) }
    }
    var all: [String] { texts.withLock { $0 } }

    /// Waits until `text` was reported.
    func wait(for text: String) async throws {
        for _ in 0..<2000 where !all.contains(text) { try await Task.sleep(for: .milliseconds(5)) }
        #expect(all.contains(text), "told: \(all)")
    }

    /// Waits until `text` was reported, and blocks its thread: for where no timer can be had.
    func waitOnThread(for text: String) throws {
        for _ in 0..<2000 where !all.contains(text) { usleep(5000) }
        guard all.contains(text) else { throw ClientError(description: "told: \(all)") }
    }
}

/// Runs `body` against a separate server, and stops it.
func withServer(
    _ service: TestService = TestService(), events: EventLog = EventLog(),
    configure: (inout HTTPConfiguration) -> Void = { _ in },
    _ body: (UInt16, HTTPListener) async throws -> Void
) async throws {
    var configuration = HTTPConfiguration(loops: 2)
    configure(&configuration)
    let listener = HTTPListener(configuration: configuration, responder: service, onEvent: { events.note($0) })
    let port = try listener.start()
    do {
        try await body(port, listener)
    } catch {
        service.gate.open()
        await listener.shutdown(grace: .zero)
        throw error
    }
    service.gate.open()
    await listener.shutdown(grace: .seconds(5))
    #expect(listener.openConnections == 0)
}
