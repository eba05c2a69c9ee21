/// What is wrong with the bytes of an answer.
enum AnswerError: Error, Equatable {
    /// The first line is no status line of HTTP/1.
    case notHTTP
    /// A field or a line end is not what RFC 9112 asks for.
    case malformedHead
    /// The head is longer than allowed.
    case headTooLong
    /// The body is longer than allowed.
    case bodyTooLong
    /// The length of the body is given twice, or not as a number.
    case ambiguousLength
    /// A chunk is malformed.
    case malformedChunk
    /// The connection ended in the middle.
    case truncated

    /// A sentence for a log.
    var detail: String {
        switch self {
        case .notHTTP: "the answer is not HTTP"
        case .malformedHead: "the answer's head is malformed"
        case .headTooLong: "the answer's head is too long"
        case .bodyTooLong: "the answer's body is too long"
        case .ambiguousLength: "the answer's length is told in two ways"
        case .malformedChunk: "a chunk of the answer is malformed"
        case .truncated: "the connection ended in the middle of the answer"
        }
    }
}

/// Reads one answer of HTTP/1.1 from bytes as they come: pure, without a socket or a clock (RFC 9112, sections 4, 6 and
/// 7).
///
/// Strict, as the server's parser is: what two readers could understand differently is refused. Interim answers (1xx)
/// are skipped.
struct AnswerParser {
    private enum State: Equatable {
        case head
        case body(remaining: Int)
        case chunks
        case untilEnd
        case complete
    }

    private let headLimit: Int
    private let bodyLimit: Int
    private var state = State.head
    private var head: [UInt8] = []
    private var answer: WireAnswer?
    private var chunks = ChunkReader()
    /// Whether the connection can take another request afterwards.
    private(set) var keepsConnection = false
    /// Whether any byte of the answer has come.
    private(set) var hasBegun = false

    init(headLimit: Int, bodyLimit: Int) {
        self.headLimit = headLimit
        self.bodyLimit = bodyLimit
    }

    /// Takes more bytes.
    ///
    /// - Returns: the answer once it is complete. Bytes after it belong to no request: the connection is not kept
    ///   then.
    mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) throws(AnswerError) -> WireAnswer? {
        guard !bytes.isEmpty else { return nil }
        hasBegun = true
        var offset = 0
        while offset < bytes.count, state != .complete {
            let rest = UnsafeBufferPointer(rebasing: bytes[offset...])
            switch state {
            case .head: offset += try takeHead(rest)
            case .body(let remaining): offset += takeBody(rest, remaining)
            case .chunks: offset += try takeChunks(rest)
            case .untilEnd:
                guard rest.count <= bodyLimit - (answer?.body.count ?? 0) else { throw .bodyTooLong }
                answer?.body.append(contentsOf: rest)
                offset = bytes.count
            case .complete: break
            }
        }
        guard state == .complete else { return nil }
        if offset < bytes.count { keepsConnection = false }
        return answer
    }

    /// The connection has ended.
    ///
    /// - Returns: the answer, when its body lasts to the end of the connection.
    mutating func end() throws(AnswerError) -> WireAnswer {
        keepsConnection = false
        guard state == .untilEnd, let answer else { throw .truncated }
        return answer
    }
}

// The head.
extension AnswerParser {
    private mutating func takeHead(_ bytes: UnsafeBufferPointer<UInt8>) throws(AnswerError) -> Int {
        let known = head.count
        for (index, byte) in bytes.enumerated() {
            head.append(byte)
            // What is no HTTP is found out at once, not when the head is too long.
            if head.count <= Self.version.count, byte != Self.version[head.count - 1] { throw .notHTTP }
            if byte == HTTPByte.lineFeed, head.suffix(4).elementsEqual(Self.headEnd) {
                try readHead()
                return index + 1
            }
            if known + index + 1 >= headLimit { throw .headTooLong }
        }
        return bytes.count
    }

    private static let version = Array("HTTP/1.".utf8)
    private static let headEnd = Array("\r\n\r\n".utf8)

    private mutating func readHead() throws(AnswerError) {
        guard let lineEnd = head.firstIndex(of: HTTPByte.carriageReturn), head[lineEnd + 1] == HTTPByte.lineFeed else {
            throw .malformedHead
        }
        let line = head[..<lineEnd]
        // `HTTP/1.1 200 OK`; the reason may be absent.
        guard line.count >= 12, HTTPByte.isDigit(line[7]), line[8] == UInt8(ascii: " "),
            let status = HTTPByte.decimal(line[9..<12]), (100...599).contains(status),
            line.count == 12 || line[12] == UInt8(ascii: " "), line.allSatisfy(HTTPByte.isFieldValue)
        else { throw .notHTTP }
        let isOld = line[7] == UInt8(ascii: "0")
        let fields = try AnswerFields(lines: Array(head[(lineEnd + 2)..<(head.count - 2)]))
        head.removeAll(keepingCapacity: true)
        guard status >= 200 else {
            // 101 would change the protocol, for which nobody asked.
            guard status != 101 else { throw .notHTTP }
            return
        }
        answer = WireAnswer(status: status, fields: fields, body: [])
        try begin(fields, status: status, isOld: isOld)
    }

    private mutating func begin(_ fields: AnswerFields, status: Int, isOld: Bool) throws(AnswerError) {
        let lengths = fields.all("content-length")
        let codings = fields.all("transfer-encoding")
        let wishes = fields.all("connection").flatMap { $0.split(separator: UInt8(ascii: ",")) }
            .map { $0.filter { !HTTPByte.isSpace($0) } }
        let closes = wishes.contains { HTTPByte.equal($0, "close") }
        keepsConnection = !closes && (!isOld || wishes.contains { HTTPByte.equal($0, "keep-alive") })
        if status == 204 || status == 304 {
            state = .complete
        } else if let coding = codings.first {
            guard codings.count == 1, lengths.isEmpty, !isOld, HTTPByte.equal(coding, "chunked") else {
                throw .ambiguousLength
            }
            state = .chunks
        } else if let text = lengths.first {
            guard lengths.allSatisfy({ $0 == text }), let length = HTTPByte.decimal(text) else {
                throw .ambiguousLength
            }
            guard length <= bodyLimit else { throw .bodyTooLong }
            answer?.body.reserveCapacity(length)
            state = length == 0 ? .complete : .body(remaining: length)
        } else {
            state = .untilEnd
        }
    }
}

// The body.
extension AnswerParser {
    private mutating func takeBody(_ bytes: UnsafeBufferPointer<UInt8>, _ remaining: Int) -> Int {
        let count = min(remaining, bytes.count)
        answer?.body.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[..<count]))
        state = count == remaining ? .complete : .body(remaining: remaining - count)
        return count
    }

    private mutating func takeChunks(_ bytes: UnsafeBufferPointer<UInt8>) throws(AnswerError) -> Int {
        guard var body = answer?.body else { throw .malformedChunk }
        answer?.body = []
        let (used, isComplete) = try chunks.read(bytes, into: &body, bodyLimit: bodyLimit, lineLimit: headLimit)
        answer?.body = body
        if isComplete { state = .complete }
        return used
    }
}

/// Undoes the chunked coding. Extensions and trailer fields are skipped.
private struct ChunkReader {
    private enum State {
        case size, extensions, sizeEnd, data, dataEnd, dataLineEnd, trailerStart, trailer, trailerLineEnd, end
    }

    private var state = State.size
    private var size = 0
    private var digits = 0
    private var lineBytes = 0

    /// Reads on. Returns how many bytes were used, and whether that was the last.
    mutating func read(
        _ bytes: UnsafeBufferPointer<UInt8>, into body: inout [UInt8], bodyLimit: Int, lineLimit: Int
    ) throws(AnswerError) -> (used: Int, isComplete: Bool) {
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
            lineBytes += 1
            guard lineBytes <= lineLimit else { throw .malformedChunk }
            if try take(bytes[index]) { return (index + 1, true) }
            if state == .data {
                guard size <= bodyLimit - body.count else { throw .bodyTooLong }
                lineBytes = 0
            }
            index += 1
        }
        return (index, false)
    }

    /// Takes a byte of what stands around the data; true at the very end.
    private mutating func take(_ byte: UInt8) throws(AnswerError) -> Bool {
        switch state {
        case .size: try takeSize(byte)
        case .extensions:
            if byte == HTTPByte.carriageReturn {
                state = .sizeEnd
            } else if !HTTPByte.isFieldValue(byte) {
                throw .malformedChunk
            }
        case .sizeEnd: try expect(byte, HTTPByte.lineFeed, then: size == 0 ? .trailerStart : .data)
        case .data: break
        case .dataEnd: try expect(byte, HTTPByte.carriageReturn, then: .dataLineEnd)
        case .dataLineEnd:
            try expect(byte, HTTPByte.lineFeed, then: .size)
            digits = 0
        case .trailerStart:
            state = byte == HTTPByte.carriageReturn ? .end : .trailer
        case .trailer:
            if byte == HTTPByte.carriageReturn { state = .trailerLineEnd }
        case .trailerLineEnd: try expect(byte, HTTPByte.lineFeed, then: .trailerStart)
        case .end:
            guard byte == HTTPByte.lineFeed else { throw .malformedChunk }
            return true
        }
        return false
    }

    private mutating func takeSize(_ byte: UInt8) throws(AnswerError) {
        if let digit = HTTPByte.hexValue(byte) {
            digits += 1
            // Fifteen digits say more than any limit allows, and do not overflow.
            guard digits <= 15 else { throw .malformedChunk }
            size = (digits == 1 ? 0 : size << 4) | digit
            return
        }
        guard digits > 0 else { throw .malformedChunk }
        switch byte {
        case HTTPByte.carriageReturn: state = .sizeEnd
        case UInt8(ascii: ";"): state = .extensions
        default: throw .malformedChunk
        }
    }

    private mutating func expect(_ byte: UInt8, _ expected: UInt8, then next: State) throws(AnswerError) {
        guard byte == expected else { throw .malformedChunk }
        state = next
    }
}
