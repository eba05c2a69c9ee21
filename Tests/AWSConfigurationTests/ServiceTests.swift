import AWSConfiguration
import BoundedFetch
import HTTPServer
import Synchronization
import TestSupport
import Testing

/// A service on loopback that gives credentials, by the paths that it knows.
private final class CredentialsService: HTTPResponder {
    let seen = Mutex<[String]>([])
    private let answers: [String: (HTTPStatus, String)]

    init(_ answers: [String: (HTTPStatus, String)]) { self.answers = answers }

    func bodyLimit(for head: HTTPRequestHead) -> Int { 0 }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        let path = String(decoding: request.path, as: UTF8.self)
        let token =
            request.headers.string("x-aws-ec2-metadata-token") ?? request.headers.string("authorization")
            ?? request.headers.string("x-aws-ec2-metadata-token-ttl-seconds") ?? ""
        seen.withLock { $0.append("\(request.method) \(path) \(token)") }
        let (status, body) = answers["\(request.method) \(path)"] ?? (.notFound, "")
        return HTTPResponse(status: status, contentType: "text/plain", bytes: Array(body.utf8))
    }

    func refusal(_ error: HTTPProtocolError, of request: RefusedRequest) -> HTTPResponse {
        HTTPResponse(status: error.status)
    }

    /// Runs `body` with the service's base URL.
    func serving(_ body: (String) async throws -> Void) async throws {
        let listener = HTTPListener(configuration: HTTPConfiguration(loops: 1), responder: self)
        let port = try listener.start()
        do { try await body("http://127.0.0.1:\(port)") } catch {
            await listener.shutdown(grace: .zero)
            throw error
        }
        await listener.shutdown(grace: .zero)
    }
}

struct ServiceTests {
    private static let document =
        #"{"Code":"Success","AccessKeyId":"ROLE","SecretAccessKey":"role-secret","Token":"t","Expiration":"2099-01-01T00:00:00Z"}"#
    private static let role = "/latest/meta-data/iam/security-credentials/"

    private func real(_ environment: [String: String]) -> AWSSurroundings {
        var world = AWSSurroundings(environment: environment)
        world.readFile = { path throws(ConfigurationError) in path == "/token" ? Array("from file".utf8) : nil }
        return world
    }

    // A container's endpoint is asked with its token, that of the file before that of the variable.
    @Test func container() async throws {
        let service = CredentialsService(["GET /creds": (.ok, Self.document)])
        try await service.serving { base in
            var environment = [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(base)/creds", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "secret",
            ]
            #expect(try await keys(real(environment)) == ["ROLE", "role-secret", "t"])
            environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = "/token"
            _ = try await keys(real(environment))
        }
        #expect(service.seen.withLock { $0 } == ["GET /creds secret", "GET /creds from file"])
    }

    // Without encryption a container's endpoint is on this machine or one of AWS's agents; the token goes to nobody
    // else.
    @Test(arguments: [
        ("http://example.com/x", false), ("http://169.254.169.254/x", false), ("http://10.0.0.1/", false),
        ("http://127.0.0.1.example.com/", false), ("http://127.999.1.1/x", false), ("http://169.254.170.23/v1", true),
        ("http://[fd00:ec2::23]/v1", true),
        ("https://example.com/x", true), ("http://localhost:1/x", true), ("ftp://localhost/x", false),
    ])
    func allowedHosts(_ url: String, _ isAllowed: Bool) async {
        let world = World()
        let surroundings = world.surroundings(
            ["AWS_CONTAINER_CREDENTIALS_FULL_URI": url, "AWS_CONTAINER_AUTHORIZATION_TOKEN": "secret"])
        let said = await message { _ = try await keys(surroundings) }
        #expect(world.requests.isEmpty != isAllowed && !said.contains("secret"), "\(said)")
    }

    // A task's endpoint is the agent of ECS; a token that would break the request is refused.
    @Test func relativeAddress() async throws {
        let world = World()
        let answer: @Sendable (FetchRequest) async throws(FetchFailure) -> FetchAnswer = { _ in
            FetchAnswer(status: 200, body: Array(Self.document.utf8))
        }
        let environment = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x"]
        _ = try await keys(world.surroundings(environment, answer: answer))
        #expect(world.requests.map(\.url) == ["http://169.254.170.2/v2/x"])
        let bad = environment.merging(["AWS_CONTAINER_AUTHORIZATION_TOKEN": "a\r\nb"]) { $1 }
        let said = await message { _ = try await keys(world.surroundings(bad, answer: answer)) }
        #expect(said.contains("no header field may have") && world.requests.count == 1)
    }

    // An instance's role: a token first, then the role's name, then its credentials, each asked with the token.
    @Test func instance() async throws {
        let service = CredentialsService([
            "PUT /latest/api/token": (.ok, "TOKEN"), "GET \(Self.role)": (.ok, "my-role\n"),
            "GET \(Self.role)my-role": (.ok, Self.document),
        ])
        try await service.serving { base in
            let environment = ["AWS_EC2_METADATA_SERVICE_ENDPOINT": base + "/"]
            let found = try await keys(real(environment))
            #expect(found == ["ROLE", "role-secret", "t"])
            let disabled = environment.merging(["AWS_EC2_METADATA_DISABLED": "True"]) { $1 }
            let said = await message { _ = try await keys(real(disabled)) }
            #expect(said.contains("there are none"))
        }
        #expect(
            service.seen.withLock { $0 } == [
                "PUT /latest/api/token 21600", "GET \(Self.role) TOKEN", "GET \(Self.role)my-role TOKEN",
            ])
    }

    // A service that gives no credentials is named, with its status and without its answer.
    @Test(arguments: [
        (HTTPStatus.internalServerError, "status 500", 3), (.forbidden, "status 403", 1), (.ok, "JSON", 1),
    ])
    func failures(_ status: HTTPStatus, _ what: String, _ tries: Int) async throws {
        let service = CredentialsService(["GET /creds": (status, "role-secret")])
        try await service.serving { base in
            let world = real(["AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(base)/creds"])
            let said = await message { _ = try await keys(world) }
            #expect(said.contains("container's credentials endpoint") && said.contains(what))
            #expect(!said.contains("role-secret"))
        }
        #expect(service.seen.withLock { $0.count } == tries)
    }
}
