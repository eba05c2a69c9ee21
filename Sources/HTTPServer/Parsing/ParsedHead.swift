import HTTPText

/// What a complete head means: the checks that need all of it.
struct ParsedHead: Equatable {
    let method: HTTPMethod
    let version: HTTPVersion
    let layout: TargetLayout
    var framing = BodyFraming.none
    var keepsAlive: Bool
    var expectsContinue = false

    /// Reads the fields that the server itself obeys. `method` is nil when the request's method is not implemented.
    init(
        method: HTTPMethod?, version: HTTPVersion, target: Range<Int>, fields: [HTTPHeaders.Field],
        bytes: UnsafePointer<UInt8>
    ) throws(HTTPProtocolError) {
        var known = KnownFields()
        for field in fields { known.note(field, bytes) }
        framing = try known.framing(version)
        try known.checkHost(version)
        guard let method else { throw .unknownMethod }
        self.method = method
        self.version = version
        layout = try TargetLayout(bytes, target, method: method)
        keepsAlive = known.closes ? false : version == .http1_1 || known.keepsAlive
        // HTTP/1.0 knows no interim answers: its expectation is ignored (RFC 9110, section 10.1.1).
        if version == .http1_1 {
            if known.expectsOther { throw .unsupportedExpectation }
            expectsContinue = known.expectsContinue && framing != .none
        }
    }
}

/// The fields that decide about framing and the connection, gathered in one pass.
private struct KnownFields {
    private var hostCount = 0
    private var host = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private var lengthCount = 0
    private var length = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private var codingCount = 0
    private var coding = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private(set) var closes = false
    private(set) var keepsAlive = false
    private(set) var expectsContinue = false
    private(set) var expectsOther = false

    @inline(__always)
    mutating func note(_ field: HTTPHeaders.Field, _ bytes: UnsafePointer<UInt8>) {
        switch field.nameLength {
        case 4, 6, 10, 14, 17: noteCandidate(field, bytes)
        default: break
        }
    }

    private mutating func noteCandidate(_ field: HTTPHeaders.Field, _ bytes: UnsafePointer<UInt8>) {
        let name = UnsafeBufferPointer(start: bytes + Int(field.nameStart), count: Int(field.nameLength))
        let value = UnsafeBufferPointer(start: bytes + Int(field.valueStart), count: Int(field.valueLength))
        switch name.count {
        case 4 where matchesIgnoringCase(name, "host"):
            hostCount += 1
            host = value
        case 6 where matchesIgnoringCase(name, "expect"):
            if matchesIgnoringCase(value, "100-continue") { expectsContinue = true } else { expectsOther = true }
        case 10 where matchesIgnoringCase(name, "connection"):
            noteConnection(value)
        case 14 where matchesIgnoringCase(name, "content-length"):
            lengthCount += 1
            length = value
        case 17 where matchesIgnoringCase(name, "transfer-encoding"):
            codingCount += 1
            coding = value
        default: break
        }
    }

    private mutating func noteConnection(_ value: UnsafeBufferPointer<UInt8>) {
        value.forEachListElement { option in
            if matchesIgnoringCase(option, "close") { closes = true }
            if matchesIgnoringCase(option, "keep-alive") { keepsAlive = true }
            return true
        }
    }

    func framing(_ version: HTTPVersion) throws(HTTPProtocolError) -> BodyFraming {
        if codingCount > 0, lengthCount > 0 { throw .lengthAndTransferEncoding }
        if codingCount > 0 {
            try checkCoding(version)
            return .chunked
        }
        guard lengthCount > 0 else { return .none }
        guard lengthCount == 1, let length = decimal(length) else { throw .invalidContentLength }
        return length == 0 ? .none : .length(length)
    }

    func checkHost(_ version: HTTPVersion) throws(HTTPProtocolError) {
        if hostCount > 1 { throw .duplicateHost }
        if hostCount == 0, version == .http1_1 { throw .missingHost }
        guard host.allSatisfy(ByteClass.isHost) else { throw .invalidHost }
    }

    private func checkCoding(_ version: HTTPVersion) throws(HTTPProtocolError) {
        guard codingCount == 1, version == .http1_1 else { throw .invalidTransferEncoding }
        if matchesIgnoringCase(coding, "chunked") { return }
        var chunkedCount = 0
        var endsWithChunked = false
        var isWellFormed = true
        coding.forEachListElement { name in
            endsWithChunked = matchesIgnoringCase(name, "chunked")
            if endsWithChunked { chunkedCount += 1 }
            if name.isEmpty { isWellFormed = false }
            return true
        }
        // `chunked` that is not last or stands twice leaves the end of the body unknown; without it the coding is
        // merely unknown.
        guard isWellFormed, chunkedCount == 0 || (chunkedCount == 1 && endsWithChunked) else {
            throw .invalidTransferEncoding
        }
        throw .unsupportedTransferEncoding
    }

    /// A plain decimal number; one too great for `Int` counts as the greatest, since it is over every limit.
    private func decimal(_ digits: UnsafeBufferPointer<UInt8>) -> Int? {
        guard !digits.isEmpty else { return nil }
        var number = 0
        for digit in digits {
            guard ByteClass.isDigit(digit) else { return nil }
            let (shifted, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, carry) = shifted.addingReportingOverflow(Int(digit &- 0x30))
            number = overflow || carry ? .max / 16 : sum
        }
        return number
    }
}
