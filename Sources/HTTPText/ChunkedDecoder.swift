/// Undoes the chunked transfer coding (RFC 9112, section 7.1). Extensions are skipped, trailer fields are checked,
/// limited and dropped.
public struct ChunkedDecoder: Sendable {
    /// What a body and what stands around it may have.
    public struct Limits: Sendable {
        /// All chunks together, without their framing.
        public var bodyBytes: Int
        /// Bytes of a chunk's size line, extensions included.
        public var lineBytes: Int
        /// All lines of the trailer together, line ends included.
        public var trailerBytes: Int
        /// How many lines the trailer may have.
        public var trailerFields: Int

        /// All of them in bytes but the last; a body that goes beyond one is refused.
        public init(bodyBytes: Int, lineBytes: Int, trailerBytes: Int, trailerFields: Int) {
            self.bodyBytes = bodyBytes
            self.lineBytes = lineBytes
            self.trailerBytes = trailerBytes
            self.trailerFields = trailerFields
        }
    }

    /// Why the bytes are not the coding of a body that is taken.
    public enum Fault: Error, Sendable {
        /// A chunk's size, extension or end is malformed, or its line too long.
        case malformedChunk
        /// More than ``Limits/bodyBytes``.
        case bodyTooLong
        /// More than ``Limits/trailerBytes``.
        case trailerTooLong
        /// The trailer has too many fields.
        case tooManyFields
        /// A field of the trailer starts with white space.
        case foldedField
        /// A field's name is not a token.
        case malformedName
        /// A field's value holds a control byte.
        case malformedValue
        /// A line of the trailer does not end with CRLF.
        case malformedLineEnd
    }

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

    /// A decoder that has read nothing yet.
    public init() {}

    /// Decodes on, appending to `body`. Returns how many bytes were used, and whether the body is complete.
    ///
    /// - Throws: ``Fault``; the decoder is of no use afterwards.
    public mutating func decode(
        _ bytes: UnsafeBufferPointer<UInt8>, into body: inout [UInt8], limits: Limits
    ) throws(Fault) -> (used: Int, isComplete: Bool) {
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
            if try take(bytes[index], bodyCount: body.count, limits) { return (index + 1, true) }
            index += 1
        }
        return (index, false)
    }

    /// Takes one byte of what stands around the data; true at the very end.
    private mutating func take(
        _ byte: UInt8, bodyCount: Int, _ limits: Limits
    ) throws(Fault) -> Bool {
        switch state {
        case .size, .extensions, .sizeLineEnd:
            try takeSizeLine(byte, bodyCount, limits)
        case .data: break
        case .dataEnd:
            guard byte == ByteClass.carriageReturn else { throw .malformedChunk }
            state = .dataLineEnd
        case .dataLineEnd:
            guard byte == ByteClass.lineFeed else { throw .malformedChunk }
            state = .size
            digits = 0
            lineBytes = 0
        case .trailerStart, .trailerName, .trailerValue, .trailerLineEnd:
            trailerBytes += 1
            if trailerBytes > limits.trailerBytes { throw .trailerTooLong }
            try takeTrailer(byte, limits)
        case .end:
            guard byte == ByteClass.lineFeed else { throw .malformedLineEnd }
            return true
        }
        return false
    }

    private mutating func takeSizeLine(
        _ byte: UInt8, _ bodyCount: Int, _ limits: Limits
    ) throws(Fault) {
        lineBytes += 1
        if lineBytes > limits.lineBytes { throw .malformedChunk }
        switch state {
        case .size:
            if let digit = ByteClass.hexValue(byte) {
                digits += 1
                if digits > Self.maximumSizeDigits { throw .malformedChunk }
                size = (digits == 1 ? 0 : size << 4) | Int(digit)
                return
            }
            guard digits > 0 else { throw .malformedChunk }
            if byte == ByteClass.carriageReturn {
                state = .sizeLineEnd
            } else if byte == UInt8(ascii: ";") {
                state = .extensions
            } else {
                throw .malformedChunk
            }
        case .extensions:
            if byte == ByteClass.carriageReturn {
                state = .sizeLineEnd
            } else if !ByteClass.isFieldValue(byte) {
                throw .malformedChunk
            }
        default:
            guard byte == ByteClass.lineFeed else { throw .malformedChunk }
            if size > limits.bodyBytes - bodyCount { throw .bodyTooLong }
            state = size == 0 ? .trailerStart : .data
        }
    }

    private mutating func takeTrailer(_ byte: UInt8, _ limits: Limits) throws(Fault) {
        switch state {
        case .trailerStart:
            if byte == ByteClass.carriageReturn {
                state = .end
                return
            }
            guard !ByteClass.isSpace(byte) else { throw .foldedField }
            guard ByteClass.isToken(byte) else {
                throw byte == ByteClass.lineFeed ? .malformedLineEnd : .malformedName
            }
            trailerCount += 1
            if trailerCount > limits.trailerFields { throw .tooManyFields }
            state = .trailerName
        case .trailerName:
            if byte == UInt8(ascii: ":") {
                state = .trailerValue
            } else if !ByteClass.isToken(byte) {
                throw .malformedName
            }
        case .trailerValue:
            if byte == ByteClass.carriageReturn {
                state = .trailerLineEnd
            } else if !ByteClass.isFieldValue(byte) {
                throw byte == ByteClass.lineFeed ? .malformedLineEnd : .malformedValue
            }
        default:
            guard byte == ByteClass.lineFeed else { throw .malformedLineEnd }
            state = .trailerStart
        }
    }
}
