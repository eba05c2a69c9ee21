/// Undoes the chunked transfer coding (RFC 9112, section 7.1). Extensions are skipped, trailer fields are checked,
/// limited and dropped.
struct ChunkedDecoder {
    private enum State: UInt8 {
        case size, extensions, sizeLineEnd, data, dataEnd, dataLineEnd
        case trailerStart, trailerName, trailerValue, trailerLineEnd, end
    }

    private var state = State.size
    private var size = 0
    private var digits = 0
    private var lineBytes = 0
    private var trailerBytes = 0
    private var trailerCount = 0

    /// Sixteen digits more would overflow; fifteen say more than any limit allows.
    private static let maximumSizeDigits = 15

    /// Decodes on, appending to `body`. Returns how many bytes were used, and whether the body is complete.
    mutating func decode(
        _ bytes: UnsafeBufferPointer<UInt8>, into body: inout [UInt8], bodyLimit: Int, limits: HTTPLimits
    ) throws(HTTPProtocolError) -> (used: Int, isComplete: Bool) {
        var index = 0
        while index < bytes.count {
            if state == .data {
                let count = min(size, bytes.count - index)
                body.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[index..<index + count]))
                size -= count
                index += count
                if size == 0 { state = .dataEnd }
                continue
            }
            if try take(bytes[index], bodyCount: body.count, bodyLimit, limits) { return (index + 1, true) }
            index += 1
        }
        return (index, false)
    }

    /// Takes one byte of what stands around the data; true at the very end.
    private mutating func take(
        _ byte: UInt8, bodyCount: Int, _ bodyLimit: Int, _ limits: HTTPLimits
    ) throws(HTTPProtocolError) -> Bool {
        switch state {
        case .size, .extensions, .sizeLineEnd:
            try takeSizeLine(byte, bodyCount, bodyLimit, limits)
        case .data: break
        case .dataEnd:
            guard byte == ByteClass.carriageReturn else { throw .invalidChunk }
            state = .dataLineEnd
        case .dataLineEnd:
            guard byte == ByteClass.lineFeed else { throw .invalidChunk }
            state = .size
            digits = 0
            lineBytes = 0
        case .trailerStart, .trailerName, .trailerValue, .trailerLineEnd:
            trailerBytes += 1
            if trailerBytes > limits.headerBytes { throw .headerTooLarge(limit: limits.headerBytes) }
            try takeTrailer(byte, limits)
        case .end:
            guard byte == ByteClass.lineFeed else { throw .malformedLineEnd }
            return true
        }
        return false
    }

    private mutating func takeSizeLine(
        _ byte: UInt8, _ bodyCount: Int, _ bodyLimit: Int, _ limits: HTTPLimits
    ) throws(HTTPProtocolError) {
        lineBytes += 1
        if lineBytes > limits.chunkLineBytes { throw .invalidChunk }
        switch state {
        case .size:
            if let digit = ByteClass.hexValue(byte) {
                digits += 1
                if digits > Self.maximumSizeDigits { throw .invalidChunk }
                size = (digits == 1 ? 0 : size << 4) | Int(digit)
                return
            }
            guard digits > 0 else { throw .invalidChunk }
            if byte == ByteClass.carriageReturn {
                state = .sizeLineEnd
            } else if byte == UInt8(ascii: ";") {
                state = .extensions
            } else {
                throw .invalidChunk
            }
        case .extensions:
            if byte == ByteClass.carriageReturn {
                state = .sizeLineEnd
            } else if !ByteClass.isFieldValue(byte) {
                throw .invalidChunk
            }
        default:
            guard byte == ByteClass.lineFeed else { throw .invalidChunk }
            if size > bodyLimit - bodyCount { throw .bodyTooLarge(limit: bodyLimit) }
            state = size == 0 ? .trailerStart : .data
        }
    }

    private mutating func takeTrailer(_ byte: UInt8, _ limits: HTTPLimits) throws(HTTPProtocolError) {
        switch state {
        case .trailerStart:
            if byte == ByteClass.carriageReturn {
                state = .end
                return
            }
            guard byte != ByteClass.space, byte != ByteClass.tab else { throw .foldedHeader }
            guard ByteClass.isToken(byte) else {
                throw byte == ByteClass.lineFeed ? .malformedLineEnd : .invalidHeaderName
            }
            trailerCount += 1
            if trailerCount > limits.headerCount { throw .tooManyHeaders(limit: limits.headerCount) }
            state = .trailerName
        case .trailerName:
            if byte == UInt8(ascii: ":") {
                state = .trailerValue
            } else if !ByteClass.isToken(byte) {
                throw .invalidHeaderName
            }
        case .trailerValue:
            if byte == ByteClass.carriageReturn {
                state = .trailerLineEnd
            } else if !ByteClass.isFieldValue(byte) {
                throw byte == ByteClass.lineFeed ? .malformedLineEnd : .invalidHeaderValue
            }
        default:
            guard byte == ByteClass.lineFeed else { throw .malformedLineEnd }
            state = .trailerStart
        }
    }
}
