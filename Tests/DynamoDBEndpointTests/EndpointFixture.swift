import AWSSignatures
import CivilTime
import Digests
import DynamoDBEndpoint
import DynamoModel
import EmbeddedDynamoDB
import HTTPServer
import JSONText

/// An endpoint over an empty table in memory, asked without sockets.
struct EndpointFixture {
    static let now = Timestamp(clamping: 1_800_000_000)
    static let pair = AWSCredentials(accessKeyID: "AKIDTEST", secretAccessKey: "secret")

    let responder: EndpointResponder

    init(credentials: [AWSCredentials] = []) throws {
        responder = EndpointResponder(
            table: try TableEngine.inMemory(),
            configuration: try EndpointConfiguration(host: "127.0.0.1", credentials: credentials), seed: .max,
            clock: { Self.now })
    }

    /// What came back.
    struct Answer {
        let status: Int
        let headers: HTTPHeaders
        let bytes: [UInt8]

        var text: String { String(decoding: bytes, as: UTF8.self) }
        var json: JSONValue? { try? JSONValue.parse(bytes) }
        var type: String? { json?["__type"]?.stringValue?.split(separator: "#").last.map(String.init) }
        var message: String? { json?["message"]?.stringValue ?? json?["Message"]?.stringValue }
    }

    /// Sends a signed request of an operation; `changing` changes the fields (by their names) after it was signed.
    func send(
        _ operation: String, _ body: String, region: String = "us-east-1", adding extra: [(String, String)] = [],
        changing: (inout [(String, String)]) -> Void = { _ in }
    ) async throws -> Answer {
        var fields = [
            ("Host", "localhost:8000"), ("Content-Type", "application/x-amz-json-1.0"),
            ("X-Amz-Target", "DynamoDB_20120810.\(operation)"),
        ]
        fields += extra
        let request = SignableRequest(
            method: "POST", path: "/", headers: fields.map { .init($0.0, $0.1) }, body: Array(body.utf8))
        let signed = RequestSigner(credentials: Self.pair, region: region, service: "dynamodb")
            .signed(request, at: Self.now)
        fields = signed.headers.map { ($0.name, $0.value) }
        changing(&fields)
        return try await send(.post, fields, Array(body.utf8))
    }

    /// Sends a request as it is.
    func send(
        _ method: HTTPMethod, path: String = "/", _ fields: [(String, String)], _ body: [UInt8]
    ) async throws -> Answer {
        var headers = HTTPHeaders()
        for (name, value) in fields {
            if let name = HTTPFieldName(Array(name.utf8)), let value = HTTPFieldValue(value) {
                headers.append(name, value)
            }
        }
        let response = await responder.respond(
            to: try HTTPRequest(method: method, target: path, headers: headers, body: body))
        guard case .bytes(let bytes) = response.body else {
            return Answer(status: Int(response.status.code), headers: response.headers, bytes: [])
        }
        return Answer(status: Int(response.status.code), headers: response.headers, bytes: bytes)
    }

    static let table = """
        {"TableName":"abc","KeySchema":[{"AttributeName":"k","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST",
         "AttributeDefinitions":[{"AttributeName":"k","AttributeType":"S"}]}
        """
}
