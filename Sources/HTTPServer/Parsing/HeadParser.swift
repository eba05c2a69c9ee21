import HTTPText

/// Reads request line and fields in one pass over the bytes, and goes on where it stopped when more arrive. It is
/// strict: it refuses everything that two readers could understand differently (RFC 9112, sections 2 to 5 and 11.2).
///
/// The buffer must start at the request's first byte on each call; only new bytes are read.
struct HeadParser {
    private enum State: UInt8 {
        case start, emptyLine, method, target, version, requestLineEnd
        case lineStart, name, valueStart, value, lineEnd, headEnd
    }

    private var state = State.start
    private var offset = 0
    private var methodStart = 0
    private var methodEnd = 0
    private var targetStart = 0
    private var targetEnd = 0
    private var versionStart = 0
    private var major: UInt8 = 0
    private var minor: UInt8 = 0
    private var nameStart = 0
    private var nameEnd = 0
    private var valueStart = 0
    private var valueEnd = 0
    /// A fault that is reported at the end of the head, so that the fields after it are known.
    private var fault: HTTPProtocolError?
    /// Where the fields stand that have been read.
    private(set) var fields: [HTTPHeaders.Field] = []

    /// The length of the head once it is complete.
    var length: Int { offset }

    /// Forgets the request, but keeps its memory.
    mutating func reset() {
        state = .start
        offset = 0
        fault = nil
        fields.removeAll(keepingCapacity: true)
    }

    /// The method, once it has been read and when it is known. `bytes` are those that were parsed.
    func method(in bytes: UnsafeBufferPointer<UInt8>) -> HTTPMethod? {
        guard let start = bytes.baseAddress, methodEnd > methodStart, methodEnd <= bytes.count else { return nil }
        return HTTPMethod(bytes: slice(start, methodStart, methodEnd))
    }

    /// Reads on. Returns nil when the head is not complete yet.
    mutating func parse(_ buffer: UnsafeBufferPointer<UInt8>, limits: HTTPLimits) throws(HTTPProtocolError)
        -> ParsedHead?
    {
        do throws(HTTPProtocolError) {
            let head = try readOn(buffer, limits)
            if head != nil, let fault { throw fault }
            return head
        } catch {
            throw fault ?? error
        }
    }

    private mutating func readOn(
        _ buffer: UnsafeBufferPointer<UInt8>, _ limits: HTTPLimits
    ) throws(HTTPProtocolError) -> ParsedHead? {
        guard let bytes = buffer.baseAddress else { return nil }
        let end = min(buffer.count, limits.headerBytes)
        while offset < end {
            switch state {
            case .start: try readStart(bytes)
            case .emptyLine: try readEmptyLine(bytes)
            case .method: try readMethod(bytes, end)
            case .target: try readTarget(bytes, end, limits)
            case .version: try readVersion(bytes)
            case .requestLineEnd: try readRequestLineEnd(bytes)
            case .lineStart: try readLineStart(bytes)
            case .name: try readName(bytes, end)
            case .valueStart: readValueStart(bytes, end)
            case .value: try readValue(bytes, end)
            case .lineEnd: try readLineEnd(bytes, limits)
            case .headEnd:
                guard bytes[offset] == ByteClass.lineFeed else { throw .malformedLineEnd }
                offset += 1
                return try finish(bytes)
            }
        }
        if offset >= limits.headerBytes { throw .headerTooLarge(limit: limits.headerBytes) }
        return nil
    }

    /// Parses a head that is all there.
    mutating func parseWhole(_ bytes: [UInt8], limits: HTTPLimits) throws(HTTPProtocolError) -> ParsedHead {
        let result: Result<ParsedHead?, HTTPProtocolError> = bytes.withUnsafeBufferPointer { buffer in
            do throws(HTTPProtocolError) { return .success(try parse(buffer, limits: limits)) } catch {
                return .failure(error)
            }
        }
        guard let head = try result.get(), length == bytes.count else { throw .malformedRequestLine }
        return head
    }

    private func finish(_ bytes: UnsafePointer<UInt8>) throws(HTTPProtocolError) -> ParsedHead {
        let method = slice(bytes, methodStart, methodEnd)
        return try ParsedHead(
            method: HTTPMethod(bytes: method), version: minor == 0 ? .http1_0 : .http1_1,
            target: targetStart..<targetEnd,
            fields: fields, bytes: bytes)
    }
}

// The request line.
extension HeadParser {
    private mutating func readStart(_ bytes: UnsafePointer<UInt8>) throws(HTTPProtocolError) {
        let byte = bytes[offset]
        // One empty line before a request is accepted (RFC 9112, section 2.2): some clients send CRLF after a body.
        if byte == ByteClass.carriageReturn, offset == 0 {
            state = .emptyLine
            offset = 1
            return
        }
        guard ByteClass.isToken(byte) else {
            throw byte == ByteClass.lineFeed || byte == ByteClass.carriageReturn
                ? .malformedLineEnd : .malformedRequestLine
        }
        methodStart = offset
        state = .method
    }

    private mutating func readEmptyLine(_ bytes: UnsafePointer<UInt8>) throws(HTTPProtocolError) {
        guard bytes[offset] == ByteClass.lineFeed else { throw .malformedLineEnd }
        offset += 1
        state = .start
    }

    private mutating func readMethod(_ bytes: UnsafePointer<UInt8>, _ end: Int) throws(HTTPProtocolError) {
        var index = offset
        while index < end, ByteClass.isToken(bytes[index]) { index += 1 }
        offset = index
        guard index < end else { return }
        guard bytes[index] == ByteClass.space else { throw .malformedRequestLine }
        methodEnd = index
        targetStart = index + 1
        offset = index + 1
        state = .target
    }

    private mutating func readTarget(
        _ bytes: UnsafePointer<UInt8>, _ end: Int, _ limits: HTTPLimits
    ) throws(HTTPProtocolError) {
        var index = offset
        while index < end, ByteClass.isTarget(bytes[index]) { index += 1 }
        offset = index
        if index - targetStart > limits.targetBytes { fault = .targetTooLong(limit: limits.targetBytes) }
        guard index < end else { return }
        guard bytes[index] == ByteClass.space else {
            let isLineEnd = bytes[index] == ByteClass.carriageReturn || bytes[index] == ByteClass.lineFeed
            throw isLineEnd ? .malformedRequestLine : .invalidTarget
        }
        guard index > targetStart else { throw .malformedRequestLine }
        targetEnd = index
        versionStart = index + 1
        offset = index + 1
        state = .version
    }

    private mutating func readVersion(_ bytes: UnsafePointer<UInt8>) throws(HTTPProtocolError) {
        let byte = bytes[offset]
        let position = offset - versionStart
        let name: StaticString = "HTTP/"
        switch position {
        case 0..<5:
            guard byte == name.utf8Start[position] else { throw .malformedRequestLine }
        case 5, 7:
            guard ByteClass.isDigit(byte) else { throw .malformedRequestLine }
            if position == 5 { major = byte &- 0x30 } else { minor = byte &- 0x30 }
        case 6:
            guard byte == UInt8(ascii: ".") else { throw .malformedRequestLine }
        default:
            guard byte == ByteClass.carriageReturn else {
                throw byte == ByteClass.lineFeed ? .malformedLineEnd : .malformedRequestLine
            }
            state = .requestLineEnd
        }
        offset += 1
    }

    private mutating func readRequestLineEnd(_ bytes: UnsafePointer<UInt8>) throws(HTTPProtocolError) {
        guard bytes[offset] == ByteClass.lineFeed else { throw .malformedLineEnd }
        guard major == 1, minor <= 1 else { throw .unsupportedVersion }
        offset += 1
        state = .lineStart
    }
}

// The fields.
extension HeadParser {
    private mutating func readLineStart(_ bytes: UnsafePointer<UInt8>) throws(HTTPProtocolError) {
        switch bytes[offset] {
        case ByteClass.carriageReturn:
            state = .headEnd
            offset += 1
        case ByteClass.lineFeed: throw .malformedLineEnd
        case ByteClass.space, ByteClass.tab: throw .foldedHeader
        default:
            nameStart = offset
            state = .name
        }
    }

    private mutating func readName(_ bytes: UnsafePointer<UInt8>, _ end: Int) throws(HTTPProtocolError) {
        var index = offset
        while index < end, ByteClass.isToken(bytes[index]) { index += 1 }
        offset = index
        guard index < end else { return }
        guard bytes[index] == UInt8(ascii: ":"), index > nameStart else { throw .invalidHeaderName }
        nameEnd = index
        offset = index + 1
        state = .valueStart
    }

    private mutating func readValueStart(_ bytes: UnsafePointer<UInt8>, _ end: Int) {
        while offset < end, bytes[offset] == ByteClass.space || bytes[offset] == ByteClass.tab { offset += 1 }
        guard offset < end else { return }
        valueStart = offset
        state = .value
    }

    private mutating func readValue(_ bytes: UnsafePointer<UInt8>, _ end: Int) throws(HTTPProtocolError) {
        var index = offset
        while index < end, ByteClass.isFieldValue(bytes[index]) { index += 1 }
        offset = index
        guard index < end else { return }
        guard bytes[index] == ByteClass.carriageReturn else {
            throw bytes[index] == ByteClass.lineFeed ? .malformedLineEnd : .invalidHeaderValue
        }
        while index > valueStart, bytes[index - 1] == ByteClass.space || bytes[index - 1] == ByteClass.tab {
            index -= 1
        }
        valueEnd = index
        offset += 1
        state = .lineEnd
    }

    private mutating func readLineEnd(_ bytes: UnsafePointer<UInt8>, _ limits: HTTPLimits) throws(HTTPProtocolError) {
        guard bytes[offset] == ByteClass.lineFeed else { throw .malformedLineEnd }
        guard fields.count < limits.headerCount else { throw .tooManyHeaders(limit: limits.headerCount) }
        fields.append(
            HTTPHeaders.Field(
                nameStart: UInt32(nameStart), nameLength: UInt32(nameEnd - nameStart), valueStart: UInt32(valueStart),
                valueLength: UInt32(valueEnd - valueStart)))
        offset += 1
        state = .lineStart
    }
}

@inline(__always)
func slice(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: bytes + start, count: end - start)
}

extension HeadParser {
    /// The fields in separate memory, so that the parser's can be used again.
    func fieldsCopy() -> [HTTPHeaders.Field] {
        fields.withUnsafeBufferPointer { [HTTPHeaders.Field]($0) }
    }
}
