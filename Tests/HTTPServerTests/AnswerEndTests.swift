import Glibc
import Synchronization
import TestSupport
import Testing

@testable import HTTPServer

/// Notes the ends of answers, in the order in which they are reported.
final class EndLog: Sendable {
    struct Note: Sendable, Equatable {
        let name: String
        let bytes: Int
        let isBrokenOff: Bool
        var error = ""
    }

    final class Observer: HTTPAnswerObserver {
        private let name: String
        private let log: EndLog

        init(_ name: String, _ log: EndLog) {
            self.name = name
            self.log = log
        }

        func answerEnded(_ end: HTTPAnswerEnd) {
            let note = Note(
                name: name, bytes: end.bodyBytes, isBrokenOff: end.isBrokenOff, error: end.error.map { "\($0)" } ?? "")
            log.notes.withLock { $0.append(note) }
        }
    }

    private let notes = Mutex<[Note]>([])
    var all: [Note] { notes.withLock { $0 } }

    /// Waits until so many answers have ended.
    func wait(for count: Int) async throws -> [Note] {
        for _ in 0..<2000 where all.count < count { try await Task.sleep(for: .milliseconds(5)) }
        return all
    }
}

/// The same service, whose answers are observed under method and path.
struct ObservedService: HTTPResponder {
    let service = TestService()
    let ends = EndLog()

    func bodyLimit(for head: HTTPRequestHead) -> Int { service.bodyLimit(for: head) }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        var response = await service.respond(to: request)
        let path = String(decoding: request.path, as: UTF8.self)
        response.observer = EndLog.Observer("\(request.method) \(path)", ends)
        return response
    }

    func refusal(_ error: HTTPProtocolError, of request: RefusedRequest) -> HTTPResponse {
        var response = service.refusal(error, of: request)
        response.observer = EndLog.Observer("refused \(error.status.code)", ends)
        return response
    }
}

/// When the end of an answer is reported, over real sockets.
struct AnswerEndTests {
    private static func with(
        _ body: (UInt16, ObservedService) async throws -> Void
    ) async throws {
        let service = ObservedService()
        var configuration = HTTPConfiguration(loops: 1)
        // On a busy machine these tests can look at the server later than an unread answer is kept.
        configuration.timeouts.writeStall = .seconds(500)
        let listener = HTTPListener(configuration: configuration, responder: service)
        let port = try listener.start()
        do { try await body(port, service) } catch {
            service.service.gate.open()
            await listener.shutdown(grace: .zero)
            throw error
        }
        service.service.gate.open()
        await listener.shutdown(grace: .seconds(5))
    }

    private static func request(_ path: String, _ method: String = "GET", _ fields: String = "") -> String {
        "\(method) \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n"
    }

    // The end of a large answer is not reported while its client does not read it, and says how much was taken when the
    // client has left.
    @Test(arguments: ["/big", "/shared", "/large"]) func unreadAnswersBreakOff(path: String) async throws {
        try await Self.with { port, service in
            let clients = try await onThread {
                let client = try RawClient(port, receiveBuffer: 4096)
                try client.send(Self.request("/small") + Self.request(path))
                #expect(try client.answer().text == "GET /small")
                // Some of it is there, so that all of it waits that the system does not take.
                #expect(try client.receive(atMost: 100).count == 100)
                return ClientBox([client])
            }
            let small = EndLog.Note(name: "GET /small", bytes: 10, isBrokenOff: false)
            #expect(try await service.ends.wait(for: 1) == [small])
            try await Task.sleep(for: .milliseconds(50))
            #expect(service.ends.all == [small])
            clients.dropAll()
            let ends = try await service.ends.wait(for: 2)
            try #require(ends.count == 2)
            #expect(ends[1].name == "GET \(path)" && ends[1].isBrokenOff && ends[1].error == "")
            #expect((1..<TestService.bigAnswer).contains(ends[1].bytes), "\(ends[1].bytes)")
        }
    }

    // Answers of a connection end in their order, each with the bytes of its body: none of HEAD, 204 and refusals' own.
    @Test func pipelinedAnswersEndInOrder() async throws {
        try await Self.with { port, service in
            let requests = [
                Self.request("/a"), Self.request("/big"), Self.request("/chunks"), Self.request("/b", "HEAD"),
                Self.request("/none"), Self.request("/large"), Self.request("/c"),
                "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
            ]
            try await onThread {
                let client = try RawClient(port)
                try client.send(requests.joined())
                for index in 0..<7 { _ = try client.answer(isHead: index == 3) }
                let refusal = try client.answer()
                #expect(refusal.status == 400)
                _ = client.isClosed()
            }
            let ends = try await service.ends.wait(for: 8)
            #expect(
                ends.map(\.name) == [
                    "GET /a", "GET /big", "GET /chunks", "HEAD /b", "GET /none", "GET /large", "GET /c", "refused 400",
                ])
            let large = TestService.largePieces * TestService.largePiece
            #expect(ends.dropLast().map(\.bytes) == [6, TestService.bigAnswer, 13, 0, 0, large, 6])
            #expect(ends.allSatisfy { !$0.isBrokenOff })
            #expect(try #require(ends.last).bytes > 0)
        }
    }

    // A thousand small answers that leave together are each reported once.
    @Test func manyAnswersEnd() async throws {
        try await Self.with { port, service in
            try await onThread {
                let client = try RawClient(port)
                try client.send((0..<1000).map { Self.request("/\($0)") }.joined())
                for _ in 0..<1000 { _ = try client.answer() }
            }
            #expect(try await service.ends.wait(for: 1000).map(\.name) == (0..<1000).map { "GET /\($0)" })
        }
    }

    // A body that breaks off by itself says why; the bytes before were sent or not, as it came.
    @Test func failedStreamsSayWhy() async throws {
        try await Self.with { port, service in
            try await onThread {
                let client = try RawClient(port)
                try client.send(Self.request("/short"))
                _ = try? client.receiveAll()
            }
            let end = try #require(try await service.ends.wait(for: 1).first)
            #expect(end.isBrokenOff && end.error == "wrongLength" && end.bytes <= 3)
        }
    }

    // A client that leaves while its request is in work has taken nothing; a body that ends because its task is
    // cancelled is no failure of the answer.
    @Test(arguments: ["/forever", "/cancelled"]) func answersToNobodyBreakOff(path: String) async throws {
        try await Self.with { port, service in
            try await onThread {
                let client = try RawClient(port)
                try client.send(Self.request(path))
                while !service.service.entered.isOpen { sched_yield() }
                client.resetWhenClosed()
            }
            let end = try #require(try await service.ends.wait(for: 1).first)
            #expect(end == EndLog.Note(name: "GET \(path)", bytes: 0, isBrokenOff: true))
        }
    }
}

/// What counts as sent, without sockets.
struct UnsentAnswersTests {
    private let ends = EndLog()

    private func take(_ unsent: inout UnsentAnswers) {
        while let (observer, end) = unsent.takeSent() { observer.answerEnded(end) }
    }

    // Answers end when the connection has sent their last byte, in order.
    @Test func endAtTheirLastByte() {
        var unsent = UnsentAnswers()
        unsent.add(EndLog.Observer("a", ends), bodyBytes: 5, unsent: 10)
        unsent.add(EndLog.Observer("b", ends), bodyBytes: 20, unsent: 40)
        unsent.add(EndLog.Observer("c", ends), bodyBytes: 0, unsent: 50)
        #expect(unsent.ownBytes > 0)
        unsent.advance(by: 9)
        take(&unsent)
        #expect(ends.all.isEmpty)
        unsent.advance(by: 1)
        take(&unsent)
        #expect(ends.all.map(\.name) == ["a"])
        unsent.advance(by: 40)
        take(&unsent)
        #expect(ends.all.map(\.name) == ["a", "b", "c"])
        #expect(ends.all.map(\.bytes) == [5, 20, 0])
        #expect(unsent.isEmpty && unsent.ownBytes == 0)
    }

    // A connection on which answers always wait does not keep the observers of those that are sent, and the others
    // still end in order.
    @Test func sentObserversAreLetGo() {
        struct Weak { weak var observer: EndLog.Observer? }
        var unsent = UnsentAnswers()
        var observers: [Weak] = []
        func add(_ unsent: inout UnsentAnswers, waiting: Int) {
            let observer = EndLog.Observer("\(observers.count)", ends)
            observers.append(Weak(observer: observer))
            unsent.add(observer, bodyBytes: 1, unsent: waiting)
        }
        for waiting in 1...3 { add(&unsent, waiting: waiting) }
        for _ in 0..<10_000 {
            unsent.advance(by: 1)
            take(&unsent)
            add(&unsent, waiting: 3)
        }
        #expect(ends.all.map(\.name) == (0..<10_000).map { "\($0)" })
        #expect(observers.count { $0.observer != nil } < 50)
        #expect(observers.suffix(3).allSatisfy { $0.observer != nil })
    }

    // What waits when the connection ends counts against the body that it belongs to, and never below nothing.
    @Test func breakOffWithWhatWasSent() {
        var unsent = UnsentAnswers()
        unsent.add(EndLog.Observer("half", ends), bodyBytes: 20, unsent: 30)
        unsent.add(EndLog.Observer("none", ends), bodyBytes: 20, unsent: 60)
        unsent.addStream(EndLog.Observer("stream", ends))
        unsent.addPiece(100)
        unsent.advance(by: 18)
        while let (observer, end) = unsent.takeBrokenOff(unsent: 42 + 110) { observer.answerEnded(end) }
        #expect(ends.all.map(\.bytes) == [8, 0, 0])
        #expect(ends.all.allSatisfy { $0.isBrokenOff })
    }

    // A streamed answer ends when it is whole and sent, also when its last piece was sent before that was known.
    @Test func streamsEndWhenTheyAreWhole() {
        var unsent = UnsentAnswers()
        unsent.addPiece(7)
        unsent.addStream(EndLog.Observer("stream", ends))
        unsent.addPiece(30)
        unsent.advance(by: 50)
        take(&unsent)
        #expect(ends.all.isEmpty)
        unsent.endStream(unsent: 0)
        take(&unsent)
        #expect(ends.all == [EndLog.Note(name: "stream", bytes: 30, isBrokenOff: false)])
    }
}
