import Digests

/// What a signed request says of its signature, taken apart but not verified.
public struct SignatureClaim: Sendable, Equatable {
    /// Where the signature stood.
    public enum Form: Sendable, Equatable {
        /// In the field `Authorization`.
        case header
        /// In the query, good for so many seconds after its time.
        case presigned(expires: Int)
    }

    /// Where the signature stood.
    public let form: Form
    /// Whose key it was made with.
    public let accessKeyID: String
    /// The parts of the scope as they were sent.
    public let date: String
    /// The region.
    public let region: String
    /// The service.
    public let service: String
    /// The last part, which should be `aws4_request`.
    public let terminator: String
    /// The names of the signed headers in lower case, in the order in which they were sent.
    public let signedHeaders: [String]
    /// The signature as it was sent.
    public let signature: String
    /// When it was made, as it was sent.
    public let time: String

    /// The parts of a request's signature.
    ///
    /// - Throws: ``SignatureError`` `missingAuthenticationToken` when there is none, `incompleteSignature` when it is
    ///   malformed, `invalidSignature` when there are two.
    public init(of request: SignableRequest) throws(SignatureError) {
        let authorizations = request.headers.filter { $0.name.lowercased() == "authorization" }
        guard authorizations.count <= 1 else { throw .repeated }
        let authorization = authorizations.first?.value
        let parameters = Self.parameters(of: request.query)
        let isPresigned = parameters["X-Amz-Algorithm"] != nil
        switch (authorization, isPresigned) {
        case (nil, false): throw .missing
        case (.some, true): throw .twice
        case (let authorization?, false): self = try Self.header(authorization, request)
        case (nil, true): self = try Self.presigned(parameters)
        }
    }

    private init(
        form: Form, credential: String, signedHeaders: String, signature: String, time: String
    ) throws(SignatureError) {
        // Trailing slashes do not count; the key id is all before the last four elements.
        let parts = credential.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { String($0) ?? "" }
        guard parts.count == 5 else {
            throw .incomplete(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '\(credential)'"
            )
        }
        self.form = form
        accessKeyID = parts[0]
        date = parts[1]
        region = parts[2]
        service = parts[3]
        terminator = parts[4]
        self.signedHeaders = signedHeaders.utf8.split(separator: UInt8(ascii: ";")).map {
            (String($0) ?? "").lowercased()
        }
        self.signature = signature
        self.time = time
    }

    private static func header(_ authorization: String, _ request: SignableRequest) throws(SignatureError)
        -> SignatureClaim
    {
        guard authorization.utf8.starts(with: "AWS4-".utf8) else { throw .missing }
        let parts = authorization.utf8.split(whereSeparator: { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ",") })
        var fields: [String: String] = [:]
        for part in parts.dropFirst() {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else {
                throw .incomplete(
                    "'\(String(part) ?? "")' not a valid key=value pair (missing equal-sign) in Authorization header: "
                        + "'\(authorization)'.")
            }
            fields[String(part[..<equals]) ?? ""] = String(part[part.index(after: equals)...]) ?? ""
        }
        let time =
            request.headers.first { $0.name.lowercased() == "x-amz-date" }?.value
            ?? request.headers.first { $0.name.lowercased() == "date" }?.value
        var message = ""
        for name in ["Credential", "Signature", "SignedHeaders"] where fields[name]?.isEmpty ?? true {
            message += "Authorization header requires '\(name)' parameter. "
        }
        if time == nil {
            message += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
        }
        guard message.isEmpty, let credential = fields["Credential"], let signature = fields["Signature"],
            let signedHeaders = fields["SignedHeaders"], let time
        else { throw .incomplete(message + "Authorization=\(authorization)") }
        let algorithm = parts.first.flatMap { String($0) } ?? ""
        guard algorithm.utf8.elementsEqual(SignatureV4.algorithm.utf8) else {
            throw .incomplete("Unsupported AWS 'algorithm': '\(algorithm)' (only \(SignatureV4.algorithm) for now). ")
        }
        return try SignatureClaim(
            form: .header, credential: credential, signedHeaders: signedHeaders, signature: signature, time: time)
    }

    private static func presigned(_ parameters: [String: String]) throws(SignatureError) -> SignatureClaim {
        var message = ""
        let required = [
            "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date",
            "X-Amz-Expires",
        ]
        for name in required where parameters[name]?.isEmpty ?? true {
            message += "AWS query-string parameters must include '\(name)'. "
        }
        guard message.isEmpty else { throw .incomplete(message + "Re-examine the query-string parameters.") }
        let algorithm = parameters["X-Amz-Algorithm"] ?? ""
        guard algorithm.utf8.elementsEqual(SignatureV4.algorithm.utf8) else {
            throw .incomplete("Unsupported AWS 'algorithm': '\(algorithm)' (only \(SignatureV4.algorithm) for now). ")
        }
        guard let expires = Int(parameters["X-Amz-Expires"] ?? ""), (1...604_800).contains(expires) else {
            throw .incomplete("X-Amz-Expires must be between 1 and 604800 seconds. ")
        }
        return try SignatureClaim(
            form: .presigned(expires: expires), credential: parameters["X-Amz-Credential"] ?? "",
            signedHeaders: parameters["X-Amz-SignedHeaders"] ?? "", signature: parameters["X-Amz-Signature"] ?? "",
            time: parameters["X-Amz-Date"] ?? "")
    }

    private static func parameters(of query: [UInt8]) -> [String: String] {
        var result: [String: String] = [:]
        for part in query.split(separator: UInt8(ascii: "&")) {
            let (name, value) = CanonicalRequest.split(part)
            result[String(decoding: name, as: UTF8.self)] = String(decoding: value, as: UTF8.self)
        }
        return result
    }
}

/// Why a signature is refused, with AWS's own error types and messages.
public struct SignatureError: Error, Sendable, Equatable {
    /// The types of errors, as they stand after `#` in `__type`.
    public enum Code: String, Sendable {
        /// The request is not signed.
        case missingAuthenticationToken = "MissingAuthenticationTokenException"
        /// The signature lacks a part or is malformed.
        case incompleteSignature = "IncompleteSignatureException"
        /// The access key is not known.
        case unrecognizedClient = "UnrecognizedClientException"
        /// The signature does not go with the request, or not any more.
        case invalidSignature = "InvalidSignatureException"
    }

    /// The type.
    public let code: Code
    /// AWS's message.
    public let message: String

    static let missing = SignatureError(
        code: .missingAuthenticationToken, message: "Request is missing Authentication Token")
    static let twice = SignatureError(
        code: .invalidSignature,
        message: "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.")
    static let repeated = SignatureError(
        code: .invalidSignature, message: "Found more than one 'Authorization' as HTTP header.")
    static let unknownKey = SignatureError(
        code: .unrecognizedClient, message: "The security token included in the request is invalid.")
    // AWS adds the canonical request and the string to sign. They hold the other headers of the request and serve
    // somebody who guesses; the sentence alone says what to do.
    static let mismatch = SignatureError(
        code: .invalidSignature,
        message:
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
            + "and signing method. Consult the service documentation for details.")

    static func incomplete(_ message: String) -> SignatureError {
        SignatureError(code: .incompleteSignature, message: message)
    }

    static func invalid(_ message: String) -> SignatureError {
        SignatureError(code: .invalidSignature, message: message)
    }
}
