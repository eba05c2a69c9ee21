import CLinux
import Glibc
import Synchronization

/// Stands between client and endpoint and does harm, one request after the other, as a script says.
///
/// Every connection has a separate thread, with blocking calls: small, so that what it does to a request is what
/// stands here.
package final class HostileProxy: Sendable {
    /// What happens to one request.
    package enum Fault: Sendable, Hashable {
        /// Nothing.
        case pass
        /// The connection is reset before the request reaches the endpoint.
        case resetBefore
        /// The request is carried out, then the connection is reset.
        case dropAnswer
        /// The request is carried out, and a part of the answer arrives.
        case truncate
        /// The request is carried out, and a byte of the answer's body is another one.
        case corrupt
        /// The request is carried out, then nothing more happens until the client gives up.
        case stallAfter
        /// Nothing happens until the client gives up.
        case stallBefore
        /// Nothing happens until the client has given up; then the request reaches the endpoint.
        case arriveLate
        /// Answers with status 500 and nothing else, without asking the endpoint.
        case error500
        /// The request is carried out, and the answer is a 503 without a body.
        case error503After
        /// Answers as a table whose throughput is used up.
        case throttle
        /// Answers with bytes that are no HTTP.
        case garbage
        /// Answers with a head that does not end.
        case endlessHead
        /// The request is carried out and answered; then the connection is closed without a word.
        case closeAfter
        /// Answers with these bytes and closes the connection, without asking the endpoint.
        case answer(String)
        /// Answers with these bytes, without asking the endpoint.
        case answerAndKeep(String)

        /// All that may be over at the next try.
        package static let passing: [Fault] = [
            .pass, .resetBefore, .dropAnswer, .truncate, .corrupt, .stallAfter, .stallBefore, .arriveLate, .error500,
            .error503After, .throttle, .garbage, .endlessHead, .closeAfter,
        ]

        /// Whether the request is carried out while the client waits.
        package var isApplied: Bool {
            switch self {
            case .pass, .dropAnswer, .truncate, .corrupt, .stallAfter, .error503After, .closeAfter: true
            case .resetBefore, .stallBefore, .arriveLate, .error500, .throttle, .garbage, .endlessHead, .answer,
                .answerAndKeep:
                false
            }
        }
    }

    /// The fault of the request with this number, counted from 0.
    package typealias Script = @Sendable (Int) -> Fault

    /// The port to connect to.
    package let port: UInt16

    private struct State {
        var requests = 0
        var connections = 0
        var sockets: Set<Int32> = []
        var isStopped = false
    }

    private let state = Mutex(State())
    private let listener: Int32
    private let target: UInt16
    private let script: Script

    package init(target: UInt16, script: @escaping Script) throws {
        self.target = target
        self.script = script
        (listener, port) = try Sockets.listen()
        Sockets.onThread { self.accept() }
    }

    /// How many requests came.
    package var requests: Int { state.withLock { $0.requests } }
    /// How many connections were made.
    package var connections: Int { state.withLock { $0.connections } }

    /// Whether no connection is left.
    package var isIdle: Bool { state.withLock { $0.sockets.isEmpty } }

    /// Closes everything.
    package func stop() {
        state.withLock { state in
            // A descriptor that is closed already may be somebody else's by now.
            if !state.isStopped { shutdown(listener, Int32(SHUT_RDWR)) }
            state.isStopped = true
            for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    private func accept() {
        while true {
            let client = accept4(listener, nil, nil, Int32(SOCK_CLOEXEC.rawValue))
            guard client >= 0 else { break }
            let isTaken = state.withLock { state in
                guard !state.isStopped else { return false }
                state.connections += 1
                state.sockets.insert(client)
                return true
            }
            guard isTaken else {
                close(client)
                break
            }
            Sockets.onThread {
                self.serve(Wire(client))
                self.state.withLock { _ = $0.sockets.remove(client) }
                close(client)
            }
        }
        close(listener)
    }

    private func serve(_ client: Wire) {
        while let request = client.readMessage() {
            let number = state.withLock { state in
                defer { state.requests += 1 }
                return state.requests
            }
            guard carryOut(script(number), request, client) else { return }
        }
    }

    /// Does what the fault says; false when the connection is over.
    private func carryOut(_ fault: Fault, _ request: [UInt8], _ client: Wire) -> Bool {
        let answer = fault.isApplied ? forward(request) : []
        switch fault {
        case .pass: return client.send(answer)
        case .closeAfter: _ = client.send(answer)
        case .resetBefore, .dropAnswer: client.reset()
        case .truncate: _ = client.send(Array(answer.dropLast(2)))
        case .corrupt:
            var answer = answer
            if let last = answer.indices.last { answer[last] = UInt8(ascii: "x") }
            return client.send(answer)
        case .stallBefore, .stallAfter: client.waitForEnd()
        case .arriveLate:
            client.waitForEnd()
            _ = forward(request)
        case .error500: return client.send(Array("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n".utf8))
        case .error503After: return client.send(Array("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n".utf8))
        case .throttle: return client.send(Self.throttled)
        case .garbage: _ = client.send(Array("\u{1}\u{2}\u{3} this is no HTTP\r\n\r\n".utf8))
        case .answerAndKeep(let bytes): return client.send(Array(bytes.utf8))
        case .answer(let bytes): _ = client.send(Array(bytes.utf8))
        case .endlessHead:
            _ = client.send(Array("HTTP/1.1 200 OK\r\n".utf8))
            let field = Array("X-More: \(String(repeating: "x", count: 8192))\r\n".utf8)
            while client.send(field) {}
        }
        return false
    }

    private func forward(_ request: [UInt8]) -> [UInt8] {
        guard let endpoint = try? Wire.connect(target) else { return [] }
        defer { close(endpoint.descriptor) }
        guard endpoint.send(request) else { return [] }
        return endpoint.readMessage() ?? []
    }

    private static let throttled: [UInt8] = {
        let body =
            #"{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"slower"}"#
        return Array("HTTP/1.1 400 Bad Request\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8)
    }()
}
