import Digests
import JSONText

/// A JSON Web Token in its compact form (RFC 7515, section 3.1), taken apart. Nothing of it is verified yet.
///
/// Strict over bytes: three Base64url parts without padding, JSON objects without duplicate names.
struct SignedToken {
    /// The longest token, in bytes.
    static let maximumByteCount = 4096

    private let bytes: [UInt8]
    private let headerEnd: Int
    private let payloadEnd: Int

    /// - Throws: ``TokenError/malformed(_:)``.
    init(_ bytes: [UInt8]) throws(TokenError) {
        guard bytes.count <= Self.maximumByteCount else {
            throw .malformed("it is longer than \(Self.maximumByteCount) bytes")
        }
        var dots: [Int] = []
        for index in bytes.indices where bytes[index] == UInt8(ascii: ".") {
            guard dots.count < 2 else { throw .malformed("it does not have three parts") }
            dots.append(index)
        }
        guard dots.count == 2 else { throw .malformed("it does not have three parts") }
        self.bytes = bytes
        headerEnd = dots[0]
        payloadEnd = dots[1]
    }

    /// The first part as it came.
    var encodedHeader: ArraySlice<UInt8> { bytes[..<headerEnd] }

    /// Decodes and parses the first part; nothing of it is verified.
    func header() throws(TokenError) -> JSONObject { try Self.object(encodedHeader, part: "first") }

    /// Decodes and parses the second part. Trust it only after the signature has been verified.
    func claims() throws(TokenError) -> JSONObject {
        try Self.object(bytes[headerEnd + 1..<payloadEnd], part: "second")
    }

    /// Decodes the third part; its length is for the verifier to check.
    func signature() throws(TokenError) -> [UInt8] {
        guard let signature = Self.decoded(bytes[payloadEnd + 1..<bytes.count]) else {
            throw .malformed("its third part is not a signature")
        }
        return signature
    }

    /// Calls `body` with the bytes that are signed: header and payload, with the dot between them.
    func withSignedBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<payloadEnd])) }
    }

    private static func decoded(_ part: ArraySlice<UInt8>) -> [UInt8]? {
        part.withUnsafeBytes { Base64URL.decode($0) }
    }

    private static func object(_ part: ArraySlice<UInt8>, part name: String) throws(TokenError) -> JSONObject {
        guard let bytes = decoded(part) else { throw .malformed("its \(name) part is not Base64url") }
        do throws(JSONError) {
            guard case .object(let object) = try JSONValue.parse(bytes, limits: JSONLimits(maximumDepth: 8)) else {
                throw JSONError(offset: 0, kind: .syntax, message: "")
            }
            return object
        } catch {
            throw .malformed("its \(name) part is not a JSON object with distinct names")
        }
    }
}

extension JSONObject {
    /// Checks what any token's header must be; the algorithm is compared with the key's where the key is known.
    func checkTokenHeader() throws(TokenError) {
        if let type = self["typ"], !type.isNull {
            let name = type.stringValue?.lowercased() ?? ""
            guard name == "jwt" || name == "at+jwt" else { throw .unsupported("its type is not JWT") }
        }
        // RFC 7515, section 4.1.11: a token with extensions that are not understood must be refused, and none is
        // understood here.
        guard self["crit"] == nil else { throw .unsupported("it has critical header extensions") }
    }

    /// Whether the header names this algorithm. Names are compared byte for byte.
    func names(algorithm: String) -> Bool {
        self["alg"]?.stringValue.map { $0.utf8.elementsEqual(algorithm.utf8) } ?? false
    }
}
