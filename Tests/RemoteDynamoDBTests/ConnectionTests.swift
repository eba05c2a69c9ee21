import TestSupport
import Testing

@testable import RemoteDynamoDB

/// What a connection has the loop's thread watch.
@Suite struct ConnectionTests {
    private static let answer = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".utf8)
    private static let request = WireRequest(
        fields: [("Host", "table.test"), ("Content-Length", "20000")],
        body: [UInt8](repeating: UInt8(ascii: "x"), count: 20_000))

    // An endpoint that takes nothing of a request, then all of it at once: room to send is watched for until then, and
    // no longer, since the thread would be notified of it without end until the answer comes.
    @Test func watchesForRoomWhileThereIsSomethingToSend() async throws {
        let folder = try TemporaryFolder()
        defer { try? folder.remove() }
        let socket = try FullSocket(folder.path)
        var limits = ConnectionLimits()
        limits.connections = 1
        let transport = try SocketTransport(
            NameResolver(host: "table.test", port: 1, known: [socket.address]), limits: limits)
        let size = Self.request.bytes.count
        var sending = Task { try await transport.send(Self.request, timeout: .seconds(60)) }
        let wire = try await socket.accept()
        defer { wire.close() }
        try await waitFor("the first request") { wire.unread == size ? true : nil }
        // Requests that are answered unread fill the socket.
        var requests = 1
        while requests < 1000 {
            #expect(wire.send(Self.answer))
            #expect(try await sending.value.status == 200)
            sending = Task { try await transport.send(Self.request, timeout: .seconds(60)) }
            let taken = requests * size
            let isFull = try await waitFor("the next request") { () -> Bool? in
                if wire.unread > taken { return false }
                return socket.isOutputWatched ? true : nil
            }
            if isFull { break }
            requests += 1
        }
        #expect(wire.unread == requests * size)
        #expect(wire.read(exactly: requests * size).count == requests * size)
        try await waitFor("the request that did not fit") { wire.unread == size ? true : nil }
        try await waitFor("room not to be watched for") { socket.isOutputWatched ? nil : true }
        #expect(wire.send(Self.answer))
        #expect(try await sending.value.status == 200)
        await transport.close()
    }
}
