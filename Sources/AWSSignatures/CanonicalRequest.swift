import Digests
import HTTPText

/// What of a request is signed: bytes as they go over the wire.
public struct SignableRequest: Sendable, Equatable {
    /// A header field. The name may have any case.
    public struct Header: Sendable, Equatable {
        /// The name, an ASCII token.
        public var name: String
        /// The value as it was sent.
        public var value: String

        /// A header field.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The method in upper case.
    public var method: String
    /// The path with its percent-escapes, starting with `/`.
    public var path: [UInt8]
    /// What follows the `?`, with its percent-escapes; empty without a query.
    public var query: [UInt8]
    /// The fields; those that are not signed do no harm.
    public var headers: [Header]
    /// The SHA-256 of the body as it goes over the wire, in lower-case hexadecimal, or `UNSIGNED-PAYLOAD`.
    public var payloadHash: String

    /// A request.
    public init(method: String, path: [UInt8], query: [UInt8] = [], headers: [Header], payloadHash: String) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.payloadHash = payloadHash
    }

    /// A request whose body is at hand.
    public init(method: String, path: String, query: String = "", headers: [Header], body: [UInt8]) {
        self.init(
            method: method, path: Array(path.utf8), query: Array(query.utf8), headers: headers,
            payloadHash: Hex.encode(SHA256.hash(body)))
    }
}

/// The first stage of Signature Version 4: a request in the one form that both sides compute.
///
/// Source: IAM User Guide, "Create a signed AWS API request", step 1.
public struct CanonicalRequest: Sendable, Equatable {
    /// The bytes that are hashed.
    public let bytes: [UInt8]

    /// The canonical form of a request.
    /// - Parameters:
    ///   - signedHeaders: names in lower case, sorted; each must be there (see ``missingHeader(of:in:)``).
    ///   - leavingOut: a query parameter that is no part of it: `X-Amz-Signature` of a presigned request.
    public init(_ request: SignableRequest, signedHeaders: [String], leavingOut parameter: String? = nil) {
        var bytes = Array(request.method.utf8)
        bytes.append(Self.lineFeed)
        bytes += Self.canonicalPath(request.path)
        bytes.append(Self.lineFeed)
        bytes += Self.canonicalQuery(request.query, leavingOut: parameter)
        bytes.append(Self.lineFeed)
        for name in signedHeaders {
            bytes += name.utf8
            bytes.append(UInt8(ascii: ":"))
            bytes += Self.canonicalValue(of: name, in: request.headers)
            bytes.append(Self.lineFeed)
        }
        bytes.append(Self.lineFeed)
        bytes += signedHeaders.joined(separator: ";").utf8
        bytes.append(Self.lineFeed)
        bytes += request.payloadHash.utf8
        self.bytes = bytes
    }

    /// The hash that stands in the string to sign, in lower-case hexadecimal.
    public var hash: String { Hex.encode(SHA256.hash(bytes)) }

    /// The first of these names (lower case) that the request has no header for.
    public static func missingHeader(of names: [String], in headers: [SignableRequest.Header]) -> String? {
        let sent = Set(headers.map { $0.name.lowercased() })
        return names.first { !sent.contains($0) }
    }

    static let lineFeed = UInt8(ascii: "\n")
}

// MARK: - The parts

extension CanonicalRequest {
    /// The path without empty and dot segments, its bytes escaped once more: for every service but S3.
    static func canonicalPath(_ path: [UInt8]) -> [UInt8] {
        guard path.count > 1 else { return [UInt8(ascii: "/")] }
        var segments: [ArraySlice<UInt8>] = []
        for segment in path.split(separator: UInt8(ascii: "/")) {
            if segment.elementsEqual(".".utf8) { continue }
            if segment.elementsEqual("..".utf8) {
                _ = segments.popLast()
            } else {
                segments.append(segment)
            }
        }
        var result: [UInt8] = []
        for segment in segments {
            result.append(UInt8(ascii: "/"))
            PercentEncoding.append(segment, to: &result)
        }
        if result.isEmpty || path.last == UInt8(ascii: "/") { result.append(UInt8(ascii: "/")) }
        return result
    }

    /// Parameters in the order of their escaped names, then of their escaped values. The escapes that were sent are
    /// undone first, so that `%7e` and `~` are one.
    static func canonicalQuery(_ query: [UInt8], leavingOut left: String?) -> [UInt8] {
        guard !query.isEmpty else { return [] }
        var parameters: [(name: [UInt8], value: [UInt8])] = []
        for part in query.split(separator: UInt8(ascii: "&")) {
            let (name, value) = split(part)
            if let left, name.elementsEqual(left.utf8) { continue }
            parameters.append((escaped(name), escaped(value)))
        }
        parameters.sort { left, right in
            left.name == right.name
                ? left.value.lexicographicallyPrecedes(right.value) : left.name.lexicographicallyPrecedes(right.name)
        }
        var result: [UInt8] = []
        for (name, value) in parameters {
            if !result.isEmpty { result.append(UInt8(ascii: "&")) }
            result += name
            result.append(UInt8(ascii: "="))
            result += value
        }
        return result
    }

    /// A parameter's name and value with the escapes undone.
    static func split(_ part: ArraySlice<UInt8>) -> (name: [UInt8], value: [UInt8]) {
        guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else {
            return (PercentEncoding.decodeWellFormed(part), [])
        }
        return (
            PercentEncoding.decodeWellFormed(part[..<equals]), PercentEncoding.decodeWellFormed(part[(equals + 1)...])
        )
    }

    /// The values of all fields of this name, joined by commas, white space trimmed and runs of spaces made one.
    static func canonicalValue(of name: String, in headers: [SignableRequest.Header]) -> [UInt8] {
        var result: [UInt8] = []
        var isFirst = true
        for header in headers where header.name.lowercased().utf8.elementsEqual(name.utf8) {
            if !isFirst { result.append(UInt8(ascii: ",")) }
            isFirst = false
            result += trimmed(header.value)
        }
        return result
    }

    private static func trimmed(_ value: String) -> [UInt8] {
        var result: [UInt8] = []
        for word in value.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d }) {
            if !result.isEmpty { result.append(UInt8(ascii: " ")) }
            result += word
        }
        return result
    }

    private static func escaped(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        PercentEncoding.append(bytes, to: &result)
        return result
    }
}
