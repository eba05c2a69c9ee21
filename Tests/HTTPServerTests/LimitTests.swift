import Glibc
import HTTPServer
import TestSupport
import Testing

struct LimitTests {
    // A slow head is answered with 408 and cut; a client that says nothing is closed without a word.
    @Test func slowClientsAreCut() async throws {
        try await withServer(configure: { $0.timeouts.header = .milliseconds(200) }) { port, _ in
            let seen = try await onThread {
                let slow = try RawClient(port)
                let silent = try RawClient(port)
                try slow.send("GET / HTTP/1.1\r\nHo")
                return "\(try slow.answer().status) \(slow.isClosed()) \(silent.isClosed())"
            }
            #expect(seen == "408 true true")
        }
    }

    // A body that stops coming is answered with 408; an idle kept connection is closed in silence.
    @Test func slowBodiesAndIdleConnections() async throws {
        try await withServer(configure: {
            $0.timeouts.bodyGrace = .milliseconds(200)
            $0.timeouts.idle = .milliseconds(200)
        }) { port, _ in
            let seen = try await onThread {
                let slow = try RawClient(port)
                try slow.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc")
                let idle = try RawClient(port)
                try idle.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                return "\(try slow.answer().status) \(slow.isClosed()) \(try idle.answer().status) \(idle.isClosed())"
            }
            #expect(seen == "408 true 200 true")
        }
    }

    // Over the limit of connections new ones wait, and are served when one closes.
    @Test func connectionLimitPausesAccepting() async throws {
        let events = EventLog()
        try await withServer(events: events, configure: { $0.limits.connections = 3 }) { port, _ in
            let clients = try await onThread {
                let clients = ClientBox(try (0..<3).map { _ in try RawClient(port) })
                for client in clients.all {
                    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    _ = try client.answer()
                }
                return clients
            }
            let fourth = try await onThread {
                let client = try RawClient(port)
                try client.send("GET /4 HTTP/1.1\r\nHost: a\r\n\r\n")
                return ClientBox([client])
            }
            try await events.wait(for: "paused connectionLimit")
            clients.dropFirst()
            #expect(try await onThread { try fourth.all[0].answer().text } == "GET /4")
            #expect(events.all.contains("resumed"))
        }
    }

    // A thousand connections at once, all kept, each served twice.
    @Test func manyConnections() async throws {
        try await withServer { port, listener in
            let statuses = try await onThread {
                let clients = try (0..<1000).map { _ in try RawClient(port) }
                var statuses: [Int: Int] = [:]
                for _ in 0..<2 {
                    for client in clients { try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n") }
                    for client in clients { statuses[try client.answer().status, default: 0] += 1 }
                }
                #expect(listener.openConnections == 1000)
                return statuses
            }
            #expect(statuses == [200: 2000])
        }
    }

    // Without descriptors the server pauses, says so, does not spin, and serves the waiting client when there are some
    // again. In a separate process, since the limit is the whole process's.
    @Test func descriptorsRunOut() async {
        await #expect(processExitsWith: .success) {
            let events = EventLog()
            try await withServer(events: events) { port, _ in
                // On one thread throughout, since Swift's timers take descriptors too, and cannot do without.
                let (seconds, told, answer) = try await onThread {
                    let client = try RawClient()
                    let normal = try setDescriptorLimit(lowestFreeDescriptor())
                    defer { _ = try? setDescriptorLimit(normal) }
                    try client.connect(port)
                    try client.send("GET /waited HTTP/1.1\r\nHost: a\r\n\r\n")
                    try events.waitOnThread(for: "paused system(\(EMFILE))")
                    let before = processorTime()
                    usleep(500_000)
                    let seconds = processorTime() - before
                    let told = events.all.count
                    _ = try setDescriptorLimit(normal)
                    return (seconds, told, try client.answer().text)
                }
                #expect(seconds < 0.25)
                #expect(told < 40)
                #expect(answer == "GET /waited")
                #expect(events.all.last == "resumed")
            }
        }
    }
}

private func lowestFreeDescriptor() -> UInt {
    let descriptor = dup(0)
    close(descriptor)
    return UInt(descriptor)
}

/// Sets the soft limit and returns the one before.
private func setDescriptorLimit(_ limit: UInt) throws -> UInt {
    var limits = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
    let before = limits.rlim_cur
    limits.rlim_cur = limit
    guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else {
        throw ClientError(description: "setrlimit: \(errno)")
    }
    return before
}

/// Seconds that this process has computed.
private func processorTime() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
}
