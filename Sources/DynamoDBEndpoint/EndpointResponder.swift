import Compression
import AWSSignatures
import CivilTime
import DynamoModel
import DynamoWire
import HTTPServer
import HTTPText

/// DynamoDB's wire protocol over any ``DynamoDB``: `POST` with `X-Amz-Target`, JSON 1.0, signed by Signature Version 4.
///
/// The order of checks: is it a browser (403), is it the protocol at all (404), is the operation known, is it signed,
/// is the body what the operation asks for; then the table decides. Every answer has a request id and the checksum of
/// its body. The connection stays usable after each of them.
public final class EndpointResponder: HTTPResponder {
    private let table: any DynamoDB
    private let gatekeeper: Gatekeeper
    private let identifiers: RequestIdentifiers
    private let texts = ItemTexts()
    private let clock: @Sendable () -> Timestamp
    private let onOutcome: (@Sendable (RequestOutcome) -> Void)?
    private let metrics: (any MetricSource)?
    private let neighbours: Neighbours

    /// A responder.
    /// - Parameters:
    ///   - seed: where the request ids begin: a random number.
    ///   - clock: the time, for signatures.
    ///   - metrics: what CloudWatch's operations answer from; nil when they are not answered.
    ///   - policies: what IAM's GetRolePolicy answers.
    ///   - onOutcome: learns of each request when its answer has ended, on the event loop: it must be quick.
    public init(
        table: any DynamoDB, configuration: EndpointConfiguration, seed: UInt64,
        clock: @escaping @Sendable () -> Timestamp, metrics: (any MetricSource)? = nil, policies: [RolePolicy] = [],
        onOutcome: (@Sendable (RequestOutcome) -> Void)? = nil
    ) {
        self.metrics = metrics
        neighbours = Neighbours(
            metrics: metrics.map { source in MetricsService(source: source) { Int(clock().seconds) } },
            policies: RolePolicies(policies: policies))
        self.table = table
        gatekeeper = Gatekeeper(configuration)
        identifiers = RequestIdentifiers(seed: seed)
        self.clock = clock
        self.onOutcome = onOutcome
    }

    /// The limits of a server with this responder: a request that is too large is read to its end up to four times the
    /// limit, so that the connection stays usable.
    public static var limits: HTTPLimits {
        var limits = HTTPLimits()
        limits.discardedBodyBytes = 4 * DynamoRequest.maximumBytes
        return limits
    }

    /// 16 MB, as DynamoDB.
    public func bodyLimit(for head: HTTPRequestHead) -> Int { DynamoRequest.maximumBytes }

    /// What the request's values may take when they are read, and what its operation may answer.
    public func room(for request: HTTPRequest) -> Int { RequestRoom.bytes(for: request) }

    /// Answers a request of the protocol.
    public func respond(to request: HTTPRequest) async -> HTTPResponse {
        let identifier = identifiers.next()
        let answer = await answer(request, identifier)
        var response = await answer.response(to: request, identifier: identifier)
        if let onOutcome {
            response.observer = OutcomeReport(
                answer, identifier: identifier, receivedAt: request.receivedAt, onOutcome)
        }
        return response
    }

    /// What the server refuses before it is a request, in the protocol's form.
    public func refusal(_ error: HTTPProtocolError, of request: RefusedRequest) -> HTTPResponse {
        let type = error.status == .contentTooLarge ? "RequestEntityTooLargeException" : "SerializationException"
        return EndpointAnswer.failure(type, error.detail, status: Int(error.status.code))
            .uncompressed(identifier: identifiers.next())
    }

    private func answer(_ request: HTTPRequest, _ identifier: [UInt8]) async -> EndpointAnswer {
        if let sign = gatekeeper.browserSign(request.head) {
            return .failure("AccessDeniedException", sign, status: 403)
        }
        if request.method == .get, Protocol.asksForHealth(request) { return .health(request.head.authority) }
        let operation = Protocol.operation(request)
        if operation == nil, let neighbour = NeighbourRequest(request) {
            return await answer(neighbour, request, identifier)
        }
        guard request.method == .post, Protocol.hasJSON(request) else { return .unknownProtocol }
        guard let operation else { return .unknownOperation(Protocol.target(request)) }
        do throws(SignatureError) {
            try await gatekeeper.admit(request, now: clock())
        } catch {
            return .failure(error.code.rawValue, error.message, status: 400, operation)
        }
        do throws(DynamoDBError) {
            return try await carryOut(operation, request)
        } catch {
            return EndpointAnswer(
                operation: operation, status: error.httpStatus, errorType: error.code.rawValue, body: error.json)
        }
    }

    private func answer(
        _ neighbour: NeighbourRequest, _ request: HTTPRequest, _ identifier: [UInt8]
    ) async -> EndpointAnswer {
        let identifier = String(decoding: identifier, as: UTF8.self)
        do throws(SignatureError) {
            try await gatekeeper.admit(request, to: neighbour.service, now: clock())
        } catch {
            let refusal = NeighbourError(code: error.code.rawValue, message: error.message, status: 403)
            return neighbour.answer(refusal, identifier: identifier)
        }
        return await neighbours.answer(neighbour, identifier: identifier)
    }

    private func carryOut(
        _ operation: DynamoOperation, _ request: HTTPRequest
    ) async throws(DynamoDBError) -> EndpointAnswer {
        let decoded: DynamoRequest
        do throws(DynamoDBError) {
            decoded = try await decode(operation, request)
        } catch {
            metrics?.countRefusedRequest()
            throw error
        }
        let address = request.head.authority.map { String(decoding: $0, as: UTF8.self) } ?? "localhost"
        let response = try await table.answer(decoded, address: address, region: Gatekeeper.region(of: request))
        let size = response.estimatedSize
        let json = await Offload.when(size > Offload.writingThreshold) { [texts] in
            response.json(answering: decoded, estimatedSize: size, texts: texts)
        }
        return EndpointAnswer(operation: operation, status: 200, errorType: nil, body: json)
    }

    private func decode(
        _ operation: DynamoOperation, _ request: HTTPRequest
    ) async throws(DynamoDBError) -> DynamoRequest {
        let isCoded = request.headers.contains("content-encoding")
        let body = try await Offload.when(isCoded) { () throws(DynamoDBError) in try Protocol.decodedBody(request) }
        return try await Offload.when(body.count > Offload.threshold) { () throws(DynamoDBError) in
            try DynamoRequest(operation, json: body).answeredAsJSON
        }
    }
}
