/// The status of an answer: a final code from 200 to 599 (interim answers are the server's own business).
public struct HTTPStatus: Sendable, Hashable, CustomStringConvertible {
    /// 200…599.
    public let code: UInt16

    /// The status with `code`; nil outside 200…599.
    public init?(code: Int) {
        guard (200...599).contains(code) else { return nil }
        self.code = UInt16(code)
    }

    init(_ code: UInt16) { self.code = code }

    /// RFC 9110, 15.3.1.
    public static let ok = HTTPStatus(200)
    /// RFC 9110, 15.3.2: `Location` names what was created.
    public static let created = HTTPStatus(201)
    /// RFC 9110, 15.3.3: the work is not finished.
    public static let accepted = HTTPStatus(202)
    /// RFC 9110, 15.3.5: the server sends neither content nor `Content-Length`.
    public static let noContent = HTTPStatus(204)
    /// RFC 9110, 15.4.5: no content, but the `ETag` of a 200.
    public static let notModified = HTTPStatus(304)
    /// RFC 9110, 15.5.1.
    public static let badRequest = HTTPStatus(400)
    /// RFC 9110, 15.5.2: needs `WWW-Authenticate`.
    public static let unauthorized = HTTPStatus(401)
    /// RFC 9110, 15.5.4: other credentials may help.
    public static let forbidden = HTTPStatus(403)
    /// RFC 9110, 15.5.5.
    public static let notFound = HTTPStatus(404)
    /// RFC 9110, 15.5.6: needs `Allow`.
    public static let methodNotAllowed = HTTPStatus(405)
    /// RFC 9110, 15.5.9: the connection ends.
    public static let requestTimeout = HTTPStatus(408)
    /// RFC 9110, 15.5.10.
    public static let conflict = HTTPStatus(409)
    /// RFC 9110, 15.5.11.
    public static let gone = HTTPStatus(410)
    /// RFC 9110, 15.5.13: nothing was changed.
    public static let preconditionFailed = HTTPStatus(412)
    /// RFC 9110, 15.5.14.
    public static let contentTooLarge = HTTPStatus(413)
    /// RFC 9110, 15.5.15.
    public static let uriTooLong = HTTPStatus(414)
    /// RFC 9110, 15.5.16.
    public static let unsupportedMediaType = HTTPStatus(415)
    /// RFC 9110, 15.5.18: an `Expect` other than `100-continue`.
    public static let expectationFailed = HTTPStatus(417)
    /// RFC 9110, 15.5.21.
    public static let unprocessableContent = HTTPStatus(422)
    /// RFC 6585, 3: the request needs `If-Match`.
    public static let preconditionRequired = HTTPStatus(428)
    /// RFC 6585, 4: `Retry-After` says when to try again.
    public static let tooManyRequests = HTTPStatus(429)
    /// RFC 6585, 5.
    public static let requestHeaderFieldsTooLarge = HTTPStatus(431)
    /// RFC 9110, 15.6.1.
    public static let internalServerError = HTTPStatus(500)
    /// RFC 9110, 15.6.2.
    public static let notImplemented = HTTPStatus(501)
    /// RFC 9110, 15.6.4: `Retry-After` may say when to try again.
    public static let serviceUnavailable = HTTPStatus(503)
    /// RFC 9110, 15.6.6: neither HTTP/1.0 nor 1.1.
    public static let httpVersionNotSupported = HTTPStatus(505)

    /// Code and reason, such as `404 Not Found`.
    public var description: String { "\(code) \(reason)" }

    /// Whether RFC 9110 forbids a body in an answer of this status (204 and 304).
    public var forbidsBody: Bool { code == 204 || code == 304 }

    /// The reason phrase of the registry; empty for a code that is not in this list.
    public var reason: StaticString {
        switch code {
        case 200: "OK"
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No Content"
        case 206: "Partial Content"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 303: "See Other"
        case 304: "Not Modified"
        case 307: "Temporary Redirect"
        case 308: "Permanent Redirect"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 406: "Not Acceptable"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 410: "Gone"
        case 411: "Length Required"
        case 412: "Precondition Failed"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 415: "Unsupported Media Type"
        case 417: "Expectation Failed"
        case 422: "Unprocessable Content"
        case 428: "Precondition Required"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        default: ""
        }
    }
}
