import Glibc
import HTTPServer
import TestSupport
import Testing

struct ServingTests {
    private func get(_ path: String, _ fields: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n"
    }

    // One connection serves many requests, each with the server's own fields.
    @Test func keepsTheConnection() async throws {
        try await withServer { port, listener in
            let answers = try await onThread {
                let client = try RawClient(port)
                return try (0..<20).map { number in
                    try client.send("GET /\(number) HTTP/1.1\r\nHost: a\r\n\r\n")
                    let answer = try client.answer()
                    return
                        "\(answer.status) \(answer.text) \(answer.head.contains("Date: ")) \(answer.has("Connection: close"))"
                }
            }
            #expect(answers == (0..<20).map { "200 GET /\($0) true false" })
            #expect(listener.openConnections <= 1)
        }
    }

    // A connection that was closed is not watched any more, even while a child process that has just been started has a
    // copy of its descriptor: an event would name what is gone.
    @Test func letsGoOfCopiedDescriptors() async throws {
        try await withServer { port, listener in
            let copy = try await onThread { () -> Int32? in
                let client = try RawClient(port)
                return try withExtendedLifetime(client) {
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    _ = try client.answer()
                    let copy = Descriptors.copy { local, _ in local == port }
                    #expect(copy.map { Descriptors.isWatched($0) } == true)
                    return copy
                }
            }
            let descriptor = try #require(copy)
            defer { close(descriptor) }
            try await waitFor("the server to let go of the connection") {
                Descriptors.isWatched(descriptor) ? nil : true
            }
        }
    }

    // Requests that are sent at once are answered in order, more of them than one turn answers, and a slow one in front
    // holds back those behind it.
    @Test func answersPipelinesInOrder() async throws {
        let service = TestService()
        try await withServer(service) { port, _ in
            let texts = Task {
                try await onThread {
                    let client = try RawClient(port)
                    let rest = (0..<200).map { "GET /\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
                    try client.send(
                        "GET /first HTTP/1.1\r\nHost: a\r\n\r\nGET /gate HTTP/1.1\r\nHost: a\r\n\r\n" + rest)
                    return try (0..<202).map { _ in try client.answer().text }
                }
            }
            await service.entered.wait()
            service.gate.open()
            let answers = try await texts.value
            #expect(answers == ["GET /first", "opened"] + (0..<200).map { "GET /\($0)" })
        }
    }

    // A new connection goes to the loop that has the fewest, also when those of one loop were all closed.
    @Test func spreadsConnections() async throws {
        try await withServer { port, listener in
            @Sendable func open(_ count: Int) async throws -> [(client: ClientBox, loop: String)] {
                try await onThread {
                    try (0..<count).map { _ in
                        let client = try RawClient(port)
                        try client.send("GET /loop HTTP/1.1\r\nHost: a\r\n\r\n")
                        let loop = try client.answer().text
                        return (ClientBox([client]), loop)
                    }
                }
            }
            let clients = try await open(6)
            #expect(clients.count { $0.loop == "http-0" } == 3 && clients.count { $0.loop == "http-1" } == 3)
            for (client, loop) in clients where loop == "http-1" { client.dropAll() }
            try await waitFor("the connections of a loop to be closed") { listener.openConnections == 3 ? true : nil }
            #expect(try await open(3).map(\.loop) == ["http-1", "http-1", "http-1"])
            withExtendedLifetime(clients) {}
        }
    }

    // A handler may await what runs elsewhere, and comes back to its loop.
    @Test func handlersMayAwaitOtherExecutors() async throws {
        try await withServer { port, _ in
            let text = try await onThread {
                let client = try RawClient(port)
                try client.send("GET /elsewhere HTTP/1.1\r\nHost: a\r\n\r\n")
                return try client.answer().text
            }
            #expect(text == "from another executor")
        }
    }

    // The handler sees who is calling.
    @Test func knowsThePeer() async throws {
        try await withServer { port, _ in
            let host = try await onThread {
                let client = try RawClient(port)
                try client.send("GET /peer HTTP/1.1\r\nHost: a\r\n\r\n")
                return try client.answer().text
            }
            #expect(host == "127.0.0.1")
        }
    }

    // Bodies by length and by chunks arrive whole, also in many small packets.
    @Test func readsBodies() async throws {
        try await withServer { port, _ in
            let body = (0..<90_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let echoes = try await onThread {
                let client = try RawClient(port)
                try client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.count)\r\n\r\n")
                for start in stride(from: 0, to: body.count, by: 7_000) {
                    try client.send(Array(body[start..<min(body.count, start + 7_000)]))
                }
                let first = try client.answer().body
                try client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
                for start in stride(from: 0, to: body.count, by: 1_000) {
                    try client.send("3e8\r\n")
                    try client.send(Array(body[start..<start + 1_000]) + [13, 10])
                }
                try client.send("0\r\nX-Trailer: dropped\r\n\r\n")
                return [first, try client.answer().body]
            }
            #expect(echoes == [body, body])
        }
    }

    // A client that waits before its body is told to go on; one whose body is too large is refused instead.
    @Test func continuesOrRefuses() async throws {
        try await withServer { port, _ in
            let seen = try await onThread {
                let client = try RawClient(port)
                try client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
                let interim = try client.answer().status
                try client.send("abc")
                let final = try client.answer().text
                try client.send(
                    "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 100001\r\n\r\n")
                let refusal = try client.answer()
                return "\(interim) \(final) \(refusal.status) \(refusal.has("Connection: close")) \(client.isClosed())"
            }
            #expect(seen == "100 abc 413 true true")
        }
    }

    // HEAD has GET's fields and no body; 204 has neither body nor length; `closesConnection` and HTTP/1.0 end the
    // connection.
    @Test func framesAnswers() async throws {
        try await withServer { port, _ in
            try await onThread {
                let client = try RawClient(port)
                try client.send("HEAD /abc HTTP/1.1\r\nHost: a\r\n\r\n")
                let head = try client.answer(isHead: true)
                #expect(head.has("Content-Length: 9"))
                try client.send("HEAD /chunks HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try client.answer(isHead: true).has("Transfer-Encoding: chunked"))
                try client.send("GET /none HTTP/1.1\r\nHost: a\r\n\r\n")
                let none = try client.answer()
                #expect(none.status == 204 && !none.head.lowercased().contains("content-length"))
                try client.send("GET /chunks HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try client.answer().text == "one,two,three")
                try client.send("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try client.answer().text == "OPTIONS *")
                try client.send("GET /close HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try client.answer().has("Connection: close"))
                #expect(client.isClosed())
                let old = try RawClient(port)
                try old.send("GET /chunks HTTP/1.0\r\n\r\n")
                #expect(String(decoding: try old.receiveAll(), as: UTF8.self).hasSuffix("\r\n\r\none,two,three"))
            }
        }
    }

    // A client that sends everything and closes its side still gets its answers.
    @Test func answersHalfClosedClients() async throws {
        try await withServer { port, _ in
            let all = try await onThread {
                let client = try RawClient(port)
                try client.send("GET /elsewhere HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
                client.finish()
                return String(decoding: try client.receiveAll(), as: UTF8.self)
            }
            #expect(all.contains("from another executor") && all.hasSuffix("GET /2"))
        }
    }

    // The work for a client that has reset its connection is cancelled, and the connection is gone at once.
    @Test func resetsEndTheWork() async throws {
        let service = TestService()
        try await withServer(service) { port, listener in
            try await onThread {
                let client = try RawClient(port)
                try client.send("GET /forever HTTP/1.1\r\nHost: a\r\n\r\n")
                client.resetWhenClosed()
                // The handler runs before the client leaves.
                while !service.entered.isOpen { usleep(1_000) }
            }
            try await waitFor("the connection to end") { listener.openConnections == 0 ? true : nil }
        }
    }

    // A refused request is answered, the connection closed, and what follows on it is never answered. A large unread
    // body does not turn the answer into a reset.
    @Test func refusalsCloseTheConnection() async throws {
        let events = EventLog()
        try await withServer(events: events) { port, _ in
            let seen = try await onThread {
                let client = try RawClient(port)
                try client.send(
                    "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nX : 1\r\n\r\nGET /3 HTTP/1.1\r\nHost: a\r\n\r\n"
                )
                let statuses = [try client.answer().status, try client.answer().status]
                let uploader = try RawClient(port)
                try uploader.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n")
                try uploader.send([UInt8](repeating: 0, count: 500_000))
                return "\(statuses) \(client.isClosed()) \(try uploader.answer().status)"
            }
            #expect(seen == "[200, 400] true 413")
            #expect(events.all.contains("refused invalidHeaderName"))
        }
    }

    // A proxy passes on all of a body that is too large before it looks at the answer: it is not reset meanwhile, by
    // length or by chunks, and what it sends is not taken for a request.
    @Test(arguments: ["Content-Length: 8000000", "Transfer-Encoding: chunked"])
    func refusedBodiesMayBeSentWhole(framing: String) async throws {
        let events = EventLog()
        try await withServer(events: events) { port, listener in
            let status = try await onThread {
                let client = try RawClient(port)
                try client.send("POST /echo HTTP/1.1\r\nHost: a\r\n\(framing)\r\n\r\n")
                let piece = Array("f4240\r\n".utf8) + [UInt8](repeating: 65, count: 1_000_000) + [13, 10]
                for _ in 0..<8 {
                    usleep(1_000)
                    try client.send(piece)
                }
                let answer = try client.answer()
                return "\(answer.status) \(answer.has("Connection: close")) \(client.isClosed())"
            }
            #expect(status == "413 true true")
            #expect(events.all == ["refused bodyTooLarge(limit: 100000)"])
            try await waitFor("the connection to end") { listener.openConnections == 0 ? true : nil }
        }
    }

    // What is thrown away after a refusal is bounded: a client that sends for ever is cut off.
    @Test func endlessBodiesAreCutOff() async throws {
        try await withServer(configure: { $0.limits.lingerBytes = 1_000_000 }) { port, _ in
            let isCutOff = try await onThread {
                let client = try RawClient(port)
                try client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n")
                let piece = [UInt8](repeating: 65, count: 1_000_000)
                do {
                    for _ in 0..<100 { try client.send(piece) }
                    return false
                } catch { return true }
            }
            #expect(isCutOff)
        }
    }

    // A body whose length turns out wrong cannot be taken for a whole one: the connection is cut.
    @Test func wrongLengthIsCut() async throws {
        let events = EventLog()
        try await withServer(events: events) { port, _ in
            let failure = try await onThread { () -> Bool in
                let client = try RawClient(port)
                try client.send("GET /short HTTP/1.1\r\nHost: a\r\n\r\n")
                do { return try client.answer().body.isEmpty } catch { return true }
            }
            #expect(failure)
            #expect(events.all == ["cut streamFailed"])
        }
    }

    // A client that reads slowly holds back the writer instead of filling memory, and in the end gets every byte.
    @Test func slowReadersHoldBackStreams() async throws {
        let service = TestService()
        try await withServer(service, configure: { $0.limits.outputHighWater = 128 * 1024 }) { port, _ in
            let total = TestService.largePiece * TestService.largePieces
            let seen = try await onThread { () -> (Int, Int) in
                let client = try RawClient(port, receiveBuffer: 16 * 1024)
                try client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
                // The writer goes as far as the buffers of kernel and server reach, and stops there.
                var before = -1
                while before != service.written.value {
                    before = service.written.value
                    usleep(100_000)
                }
                return (before, try client.answer().body.count)
            }
            #expect(seen.0 < total / 2)
            #expect(seen.1 == total)
        }
    }

    // A client that pipelines and never reads is not read from any more once its answers pile up.
    @Test func pilingOutputStopsReading() async throws {
        let events = EventLog()
        try await withServer(
            events: events,
            configure: {
                $0.limits.outputHighWater = 64 * 1024
                $0.timeouts.writeStall = .milliseconds(300)
            }
        ) { port, _ in
            let sent = try await onThread { () -> Int in
                let client = try RawClient(port, receiveBuffer: 4 * 1024)
                let head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n"
                let request = Array(head.utf8) + [UInt8](repeating: 1, count: 60_000)
                var sent = 0
                // The server cuts a client that takes nothing: sending fails long before all is sent.
                do {
                    for _ in 0..<2000 {
                        try client.send(request)
                        sent += request.count
                    }
                } catch {}
                return sent
            }
            #expect(sent < 60_000 * 2000)
            #expect(events.all == ["cut writeStalled"])
        }
    }
}
