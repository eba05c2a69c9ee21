import HTTPServer

/// The kinds of problems that answers report, each with a stable URI reference as its `type` (RFC 9457, section 3.1.1).
///
/// Clients may rely on these names; a name never changes its meaning.
enum ProblemType: String, Sendable, CaseIterable {
    case malformedRequest = "malformed-request"
    case malformedJSON = "malformed-json"
    case badParameter = "bad-parameter"
    case badCursor = "bad-cursor"
    case cursorExpired = "cursor-expired"
    case unsupportedPrecondition = "unsupported-precondition"
    case unauthorized = "unauthorized"
    case notRegistered = "not-registered"
    case deactivated = "deactivated"
    case beingErased = "being-erased"
    case emailNotVerified = "email-not-verified"
    case forbidden = "forbidden"
    case insufficientScope = "insufficient-scope"
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"
    case requestTimeout = "request-timeout"
    case alreadyRegistered = "already-registered"
    case duplicateEmail = "duplicate-email"
    case duplicateWord = "duplicate-word"
    case duplicateScenario = "duplicate-scenario"
    case reviewConflict = "review-conflict"
    case idempotencyKeyInUse = "idempotency-key-in-use"
    case idempotencyKeyReused = "idempotency-key-reused"
    case ownRights = "own-rights"
    case lastAdmin = "last-admin"
    case wrongState = "wrong-state"
    case stale = "stale"
    case contentTooLarge = "content-too-large"
    case uriTooLong = "uri-too-long"
    case unsupportedMediaType = "unsupported-media-type"
    case expectationFailed = "expectation-failed"
    case invalidFields = "invalid-fields"
    case preconditionRequired = "precondition-required"
    case tooManyRequests = "too-many-requests"
    case headerTooLarge = "header-too-large"
    case limitReached = "limit-reached"
    case internalError = "internal-error"
    case outcomeUnknown = "outcome-unknown"
    case notImplemented = "not-implemented"
    case unavailable = "unavailable"
    case versionNotSupported = "http-version-not-supported"

    /// The `type` member: a reference relative to the service's root.
    var reference: String { "/problems/" + rawValue }

    /// The status that goes with it.
    var status: HTTPStatus {
        switch self {
        case .malformedRequest, .malformedJSON, .badParameter, .badCursor, .unsupportedPrecondition: .badRequest
        case .unauthorized: .unauthorized
        case .notRegistered, .deactivated, .beingErased, .emailNotVerified, .forbidden, .insufficientScope: .forbidden
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .requestTimeout: .requestTimeout
        case .alreadyRegistered, .duplicateEmail, .duplicateWord, .duplicateScenario, .reviewConflict, .ownRights,
            .lastAdmin, .idempotencyKeyInUse, .wrongState, .limitReached:
            .conflict
        case .cursorExpired: .gone
        case .stale: .preconditionFailed
        case .contentTooLarge: .contentTooLarge
        case .uriTooLong: .uriTooLong
        case .unsupportedMediaType: .unsupportedMediaType
        case .expectationFailed: .expectationFailed
        case .invalidFields, .idempotencyKeyReused: .unprocessableContent
        case .preconditionRequired: .preconditionRequired
        case .tooManyRequests: .tooManyRequests
        case .headerTooLarge: .requestHeaderFieldsTooLarge
        case .internalError: .internalServerError
        case .notImplemented: .notImplemented
        case .unavailable, .outcomeUnknown: .serviceUnavailable
        case .versionNotSupported: .httpVersionNotSupported
        }
    }

    /// Whether its answers carry `Retry-After`.
    var saysWhenToRetry: Bool { status == .tooManyRequests || status == .serviceUnavailable }

    /// What kind of problem it is; the same for each occurrence.
    var title: String {
        switch self {
        case .malformedRequest: "The request is malformed."
        case .malformedJSON: "The body is not valid JSON."
        case .badParameter: "A query parameter is unknown, repeated or malformed."
        case .badCursor: "The cursor is not valid for this call."
        case .cursorExpired: "The cursor is too old."
        case .unsupportedPrecondition: "The call does not take this precondition."
        case .unauthorized: "A valid access token is needed."
        case .notRegistered: "The token's subject has not registered."
        case .deactivated: "The account is deactivated."
        case .beingErased: "The account is being erased."
        case .emailNotVerified: "The token's e-mail address is not verified."
        case .forbidden: "The caller's role does not allow this call."
        case .insufficientScope: "The token's scope does not allow this call."
        case .notFound: "There is no such resource."
        case .methodNotAllowed: "The resource does not support this method."
        case .requestTimeout: "The request took too long to arrive."
        case .alreadyRegistered: "The token's subject has registered already."
        case .duplicateEmail: "The e-mail address is taken."
        case .duplicateWord: "The word is saved already."
        case .duplicateScenario: "The scenario id is taken."
        case .reviewConflict: "A review with this id and other content exists."
        case .idempotencyKeyInUse: "A request with this idempotency key is being carried out."
        case .idempotencyKeyReused: "The idempotency key was given to another request."
        case .ownRights: "Admins cannot change their own role or activity."
        case .lastAdmin: "The account is the last active admin's."
        case .wrongState: "The resource's state does not allow this call."
        case .stale: "The resource has changed."
        case .contentTooLarge: "The body is too large."
        case .uriTooLong: "The request target is too long."
        case .unsupportedMediaType: "The body's media type is not supported."
        case .expectationFailed: "The expectation cannot be met."
        case .invalidFields: "One or more fields are wrong."
        case .preconditionRequired: "The header field If-Match is missing."
        case .tooManyRequests: "Too many requests."
        case .headerTooLarge: "The header is too large."
        case .limitReached: "A limit of the resource is reached."
        case .internalError: "The service failed."
        case .outcomeUnknown: "It is not known whether the change was made."
        case .notImplemented: "The server does not implement this."
        case .unavailable: "The service is not available at the moment."
        case .versionNotSupported: "The HTTP version is not supported."
        }
    }
}
