import DynamoModel
import EmbeddedDynamoDB
import Glibc
import HTTPServer
import Synchronization
import TestSupport
import Testing

@testable import DynamoDBEndpoint

/// What requests may take before they are read, and what answers that nobody reads may hold.
struct UnreadAnswerTests {
    private func room(_ operation: String, _ count: Int, coding: String? = nil) throws -> Int {
        var headers = HTTPHeaders()
        headers.append("X-Amz-Target", HTTPFieldValue("DynamoDB_20120810.\(operation)") ?? "")
        if let coding { headers.append("Content-Encoding", HTTPFieldValue(coding) ?? "") }
        return RequestRoom.bytes(
            for: try HTTPRequest(
                method: .post, target: "/", headers: headers, body: [UInt8](repeating: 32, count: count)))
    }

    // How many values a body has is counted, and the smallest ones are known to take many times their text.
    @Test func tinyValuesTakeManyTimesTheirText() throws {
        let item = #"{"name":{"S":"An ordinary text of some words."},"count":{"N":"12"}},"#
        let ordinary = JSONShape(Array(String(repeating: item, count: 1_000).utf8))
        let tiny = JSONShape(Array(String(repeating: #"{"NULL":true},"#, count: 5_000).utf8))
        let texts = JSONShape(Array(String(repeating: "x", count: 100_000).utf8))
        #expect(ordinary.containers == 3_000 && ordinary.commas == 2_000)
        #expect(ordinary.bytes > 8 * 1_000 * item.utf8.count && ordinary.bytes < 30 * 1_000 * item.utf8.count)
        #expect(tiny.bytes >= 5_000 * 560 && texts.bytes == 400_000)
    }

    // What stands in a text is no value: one that holds JSON takes what any other does.
    @Test func textsThatHoldJSONTakeWhatOthersDo() {
        let inner = String(repeating: #"{\"a\":[1,2,\"\\\\\"]},"#, count: 10_000)
        let shape = JSONShape(Array(#"{"a":{"S":"\#(inner)"},"b":{"N":"1"}}"#.utf8))
        #expect(shape.containers == 3 && shape.commas == 1)
        #expect(JSONShape(Array(#"{"a":"\"#.utf8)).containers == 1)
    }

    // Small requests for one item are not held up; large bodies, pages and batches take what they may need.
    @Test func requestsTakeWhatTheyMayNeed() throws {
        #expect(try room("GetItem", 300) == 0)
        #expect(try room("PutItem", 4_000) == 0)
        #expect(try room("PutItem", 100_000) >= 400_000)
        #expect(try room("Query", 300) >= AnswerMemory.page)
        #expect(try room("BatchGetItem", 50_000) == AnswerMemory.largest + room("PutItem", 50_000))
        #expect(try room("TransactGetItems", 50_000) == AnswerMemory.largest + room("PutItem", 50_000))
        #expect(try room("PutItem", 1_000, coding: "gzip") >= 16_000_000)
        #expect(try room("ListTables", 2) == 0)
    }

    // Thirty clients ask for eight megabytes each and read nothing, from requests of a kilobyte: the memory stays near
    // the budget, and another client's GetItem is answered in a moment. In a separate process, whose memory nobody
    // else changes.
    @Test func memoryStaysNearTheBudget() async {
        await #expect(processExitsWith: .success) {
            let text = String(repeating: "x", count: 399_000)
            try await Self.leaveUnread(clients: 30, items: 20, value: #"{"S":"\#(text)"}"#, within: .seconds(3))
        }
    }

    // So it does when the items are of values that are tiny by DynamoDB's counting, and large in memory. How long the
    // others wait is not compared: a build without optimisation takes long to read such items.
    @Test func tinyValuesStayNearTheBudget() async {
        await #expect(processExitsWith: .success) {
            let nulls = String(repeating: #"{"NULL":true},"#, count: 99_999)
            try await Self.leaveUnread(clients: 12, items: 6, value: #"{"L":[\#(nulls){"NULL":true}]}"#, within: nil)
        }
    }

    // A request's outcome is reported when its answer has ended: for a client that reads nothing not before it leaves,
    // and then with the bytes that it was sent.
    @Test func outcomesAreReportedAtTheEnd() async throws {
        let outcomes = Mutex<[RequestOutcome]>([])
        let listener = HTTPListener(
            configuration: HTTPConfiguration(loops: 1),
            responder: EndpointResponder(
                table: try TableEngine.inMemory(), configuration: try EndpointConfiguration(host: "127.0.0.1"),
                seed: 1, clock: { EndpointFixture.now },
                onOutcome: { outcome in outcomes.withLock { $0.append(outcome) } }
            ))
        let port = try listener.start()
        _ = try await onThread { try Self.ask(RawClient(port), "CreateTable", EndpointFixture.table).answer() }
        try await onThread { try Self.fill(port, items: 20, #"{"S":"\#(String(repeating: "x", count: 399_000))"}"#) }
        let before = outcomes.withLock { $0.count }
        #expect(before == 21)
        let keys = (0..<20).map { #"{"k":{"S":"\#($0)"}}"# }.joined(separator: ",")
        let batch = #"{"RequestItems":{"abc":{"Keys":[\#(keys)]}}}"#
        let clients = try await onThread {
            let client = try Self.ask(try RawClient(port, receiveBuffer: 4096), "BatchGetItem", batch)
            #expect(try client.receive(atMost: 100).count == 100)
            return ClientBox([client])
        }
        try await Task.sleep(for: .milliseconds(50))
        #expect(outcomes.withLock { $0.count } == before)
        clients.dropAll()
        let last = try await waitFor("the outcome") { outcomes.withLock { $0.count > before ? $0.last : nil } }
        #expect(last.operation == "BatchGetItem" && last.status == 200 && last.end.isBrokenOff)
        #expect((1..<8_000_000).contains(last.end.bodyBytes), "\(last.end.bodyBytes)")
        #expect(last.microseconds >= 50_000)
        await listener.shutdown(grace: .zero)
        #expect(outcomes.withLock { $0.dropLast().allSatisfy { !$0.end.isBrokenOff && $0.end.bodyBytes > 1 } })
    }

    private static func leaveUnread(clients count: Int, items: Int, value: String, within limit: Duration?) async throws
    {
        var configuration = HTTPConfiguration(loops: 1)
        configuration.limits = EndpointResponder.limits
        configuration.limits.outputBytes = 48 << 20
        let listener = HTTPListener(
            configuration: configuration,
            responder: EndpointResponder(
                table: try TableEngine.inMemory(), configuration: try EndpointConfiguration(host: "127.0.0.1"),
                seed: 1, clock: { EndpointFixture.now }))
        let port = try listener.start()
        _ = try await onThread { try Self.ask(RawClient(port), "CreateTable", EndpointFixture.table).answer() }
        try await onThread { try Self.fill(port, items: items, value) }
        let keys = (0..<items).map { #"{"k":{"S":"\#($0)"}}"# }.joined(separator: ",")
        let batch = #"{"RequestItems":{"abc":{"Keys":[\#(keys)]}}}"#
        _ = try await onThread { try Self.ask(RawClient(port), "BatchGetItem", batch).answer() }
        let before = try residentBytes()
        let clients = try await onThread {
            ClientBox(
                try (0..<count).map { _ in try Self.ask(RawClient(port, receiveBuffer: 4096), "BatchGetItem", batch) })
        }
        try await waitFor("answers to wait") { listener.outputBytes > 8 << 20 ? true : nil }
        var greatest = 0
        for _ in 0..<20 {
            let took = try await onThread { () -> Duration in
                let start = MonotonicTime.now
                let get = #"{"TableName":"abc","Key":{"k":{"S":"small"}}}"#
                let status = try Self.ask(try RawClient(port), "GetItem", get).answer().status
                #expect(status == 200)
                return MonotonicTime.now.elapsed(since: start)
            }
            if let limit { #expect(took < limit) }
            greatest = max(greatest, try residentBytes())
        }
        #expect(greatest - before < 160 << 20)
        clients.dropAll()
        await listener.shutdown(grace: .zero)
    }

    private static func fill(_ port: UInt16, items: Int, _ value: String) throws {
        let client = try RawClient(port)
        for number in 0..<items {
            let put = #"{"TableName":"abc","Item":{"k":{"S":"\#(number)"},"t":\#(value)}}"#
            guard try ask(client, "PutItem", put).answer().status == 200 else {
                throw ClientError(description: "PutItem was refused")
            }
        }
    }

    private static func ask(_ client: RawClient, _ operation: String, _ body: String) throws -> RawClient {
        try client.send(
            """
            POST / HTTP/1.1\r
            Host: localhost\r
            Content-Type: application/x-amz-json-1.0\r
            X-Amz-Target: DynamoDB_20120810.\(operation)\r
            X-Amz-Date: 20270115T080000Z\r
            Authorization: AWS4-HMAC-SHA256 Credential=AKID/20270115/us-east-1/dynamodb/aws4_request, \
            SignedHeaders=host;x-amz-date;x-amz-target, \
            Signature=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\r
            Content-Length: \(body.utf8.count)\r
            \r
            \(body)
            """)
        return client
    }
}
