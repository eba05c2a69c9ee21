import HTTPText

/// What is wrong with the bytes of an answer.
enum AnswerError: Error, Equatable {
    /// The first line is not a status line of HTTP/1.
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
        case .ambiguousLength: "the answer states its length in two ways"
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
    private var chunks = ChunkedDecoder()
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
            // What is not HTTP is found out at once, not when the head is too long.
            if head.count <= Self.version.count, byte != Self.version[head.count - 1] { throw .notHTTP }
            if byte == ByteClass.lineFeed, head.suffix(4).elementsEqual(Self.headEnd) {
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
        guard let lineEnd = head.firstIndex(of: ByteClass.carriageReturn), head[lineEnd + 1] == ByteClass.lineFeed
        else {
            throw .malformedHead
        }
        let line = head[..<lineEnd]
        // `HTTP/1.1 200 OK`; the reason may be absent.
        guard line.count >= 12, ByteClass.isDigit(line[7]), line[8] == UInt8(ascii: " "),
            let status = line[9..<12].decimal, (100...599).contains(status),
            line.count == 12 || line[12] == UInt8(ascii: " "), line.allSatisfy(ByteClass.isFieldValue)
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
        let wishes = fields.all("connection").listElements
        let closes = wishes.contains { matchesIgnoringCase($0, "close") }
        keepsConnection = !closes && (!isOld || wishes.contains { matchesIgnoringCase($0, "keep-alive") })
        if status == 204 || status == 304 {
            state = .complete
        } else if let coding = codings.first {
            guard codings.count == 1, lengths.isEmpty, !isOld, matchesIgnoringCase(coding, "chunked") else {
                throw .ambiguousLength
            }
            state = .chunks
        } else if let text = lengths.first {
            guard lengths.allSatisfy({ $0 == text }), let length = text.decimal else {
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
        let limits = ChunkedDecoder.Limits(
            bodyBytes: bodyLimit, lineBytes: headLimit, trailerBytes: headLimit, trailerFields: headLimit)
        let (used, isComplete): (Int, Bool)
        do throws(ChunkedDecoder.Fault) {
            (used, isComplete) = try chunks.decode(bytes, into: &body, limits: limits)
        } catch {
            throw error == .bodyTooLong ? .bodyTooLong : .malformedChunk
        }
        answer?.body = body
        if isComplete { state = .complete }
        return used
    }
}
