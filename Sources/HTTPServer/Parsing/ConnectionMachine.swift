import HTTPText

/// The life of a connection's input as a pure state machine: bytes and times in, an action out. It knows no sockets and
/// reads no clock, so that its tests need neither.
///
/// One request at a time: after `.request` nothing more is parsed before `answered`. After `.refuse` or `.close`
/// nothing is ever parsed again, so that no byte after a refused request can become a request.
struct ConnectionMachine: ~Copyable {
    /// What the owner has to do.
    enum Action: Equatable {
        /// Nothing before more bytes arrive or the deadline passes.
        case wait
        /// Send `100 Continue`, then call `next`.
        case sendContinue
        /// Answer this request, then call `answered`. Its body counts in the budget: give its bytes back when it is not
        /// needed any more.
        case request(HTTPRequest)
        /// Answer with the error's document, then call `answered`: nothing of the request is left.
        case decline(HTTPProtocolError)
        /// Answer with the error's document, then close.
        case refuse(HTTPProtocolError)
        /// Close without an answer.
        case close
    }

    private enum Phase: Equatable {
        /// Between requests, or inside a head.
        case head
        case fixedBody(remaining: Int)
        case chunkedBody
        /// A body that is too large and is thrown away.
        case excess(remaining: Int)
        case answering
        case ended
    }

    private let limits: HTTPLimits
    private let timeouts: HTTPTimeouts
    private let peer: PeerAddress
    private let budget: BodyBudget
    private var phase = Phase.head
    private var parser = HeadParser()
    private var chunked = ChunkedDecoder()
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var bodyLimit = 0
    private var discarded = 0
    /// Bytes of `body` that count in the budget.
    private var reserved = 0
    /// Whether the current request allows another one after it.
    private(set) var keepsAlive = true
    /// What is known of the request that was refused or declined last.
    private(set) var refused = RefusedRequest()
    private var buffer: [UInt8] = []
    private var bufferStart = 0
    /// When the wait for the current head began; nil between requests.
    private var headStart: MonotonicTime?
    private var idleSince: MonotonicTime
    private var bodyStart: MonotonicTime
    private var isFirst = true
    /// Until when what is arriving must be whole, at the end of the server.
    private var lastMoment = MonotonicTime.never

    /// A connection that was accepted at `now`: the time for its first head has begun.
    init(limits: HTTPLimits, timeouts: HTTPTimeouts, budget: BodyBudget, peer: PeerAddress, now: MonotonicTime) {
        self.limits = limits
        self.timeouts = timeouts
        self.budget = budget
        self.peer = peer
        idleSince = now
        bodyStart = now
    }

    /// Whether bytes are waiting that have not been parsed.
    var hasInput: Bool { bufferStart < buffer.count }

    /// Whether the connection is between requests, with nothing of the next one received.
    var isIdle: Bool { phase == .head && headStart == nil && !hasInput }

    /// Whether parsing has ended for good.
    var isEnded: Bool { phase == .ended }

    /// Whether a request is being answered.
    var isAnswering: Bool { phase == .answering }

    /// Takes bytes that were read. They are used in place; the rest is kept.
    mutating func receive(
        _ bytes: UnsafeBufferPointer<UInt8>, now: MonotonicTime, bodyLimit limit: (HTTPRequestHead) -> Int
    ) -> Action {
        guard phase != .ended else { return .wait }
        guard phase != .answering, !hasInput else {
            buffer.append(contentsOf: bytes)
            return next(now: now, bodyLimit: limit)
        }
        var used = 0
        let action = parse(bytes, &used, now, limit)
        if used < bytes.count, phase != .ended {
            buffer.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[used...]))
        }
        return action
    }

    /// Parses what was left over.
    mutating func next(now: MonotonicTime, bodyLimit limit: (HTTPRequestHead) -> Int) -> Action {
        guard phase != .answering, phase != .ended, hasInput else { return .wait }
        var used = 0
        let held = buffer
        let action = held.withUnsafeBufferPointer { bytes in
            parse(UnsafeBufferPointer(rebasing: bytes[bufferStart...]), &used, now, limit)
        }
        bufferStart += used
        if phase == .ended || bufferStart == buffer.count {
            buffer = []
            bufferStart = 0
        }
        return action
    }

    /// The answer to the current request is complete: the next one may come.
    mutating func answered(now: MonotonicTime) {
        guard phase == .answering else { return }
        phase = .head
        isFirst = false
        headStart = nil
        idleSince = now
        // Move what is left to the front, but not for every small request of a long pipeline.
        if bufferStart > 16 * 1024 {
            buffer.removeSubrange(..<bufferStart)
            bufferStart = 0
        }
    }

    /// The client has closed its side: an unfinished request will stay so.
    mutating func endOfInput() -> Action {
        guard phase != .answering else { return .wait }
        end()
        return .close
    }

    /// Stops parsing for good.
    mutating func end() {
        phase = .ended
        buffer = []
        bufferStart = 0
        body = []
        budget.release(reserved)
        reserved = 0
        head = nil
    }
}

// Time.
extension ConnectionMachine {
    /// When `deadlinePassed` is to be called, unless something arrives before. Moves only when something happens.
    var deadline: MonotonicTime {
        switch phase {
        case .head:
            if let headStart { return min(headStart + timeouts.header, lastMoment) }
            return min(idleSince + (isFirst ? timeouts.header : timeouts.idle), lastMoment)
        case .fixedBody, .chunkedBody, .excess: return min(bodyDeadline, lastMoment)
        case .answering, .ended: return .never
        }
    }

    /// The server is ending: a request that is arriving has until `moment` to be whole.
    mutating func hurry(until moment: MonotonicTime) { lastMoment = moment }

    /// The deadline may have passed.
    mutating func deadlinePassed(now: MonotonicTime) -> Action {
        guard deadline <= now else { return .wait }
        let isSilent = headStart == nil
        let inBody = phase != .head
        if let head { refused = RefusedRequest(head) }
        end()
        if inBody { return .refuse(.bodyTimeout) }
        return isSilent ? .close : .refuse(.headerTimeout)
    }

    /// A body has its grace and then as long as its bytes pay for, but not longer than its total.
    private var bodyDeadline: MonotonicTime {
        let paid = Duration.seconds(1) * (Double(body.count + discarded) / Double(max(1, timeouts.bodyBytesPerSecond)))
        return min(bodyStart + timeouts.bodyGrace + paid, bodyStart + timeouts.bodyTotal)
    }
}

// Parsing.
extension ConnectionMachine {
    private mutating func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, _ used: inout Int, _ now: MonotonicTime, _ limit: (HTTPRequestHead) -> Int
    ) -> Action {
        do throws(HTTPProtocolError) {
            if phase == .head, let action = try parseHead(bytes, &used, now, limit) { return action }
            return try parseBody(bytes, &used)
        } catch {
            refused = head.map { RefusedRequest($0) } ?? readSoFar(bytes)
            end()
            return .refuse(error)
        }
    }

    private func readSoFar(_ bytes: UnsafeBufferPointer<UInt8>) -> RefusedRequest {
        RefusedRequest(
            method: parser.method(in: bytes), headers: HTTPHeaders(head: Array(bytes), fields: parser.fieldsCopy()),
            peer: peer)
    }

    /// Nil when a body follows of which something may be there.
    private mutating func parseHead(
        _ bytes: UnsafeBufferPointer<UInt8>, _ used: inout Int, _ now: MonotonicTime, _ limit: (HTTPRequestHead) -> Int
    ) throws(HTTPProtocolError) -> Action? {
        if headStart == nil, !bytes.isEmpty { headStart = isFirst ? idleSince : now }
        guard let parsed = try parser.parse(bytes, limits: limits) else { return .wait }
        used = parser.length
        let storage = [UInt8](UnsafeBufferPointer(rebasing: bytes[..<used]))
        let head = HTTPRequestHead(
            method: parsed.method, version: parsed.version,
            headers: HTTPHeaders(head: storage, fields: parser.fieldsCopy()),
            peer: peer, receivedAt: now, layout: parsed.layout)
        parser.reset()
        keepsAlive = parsed.keepsAlive
        guard parsed.framing != .none else {
            phase = .answering
            return .request(HTTPRequest(head: head, body: []))
        }
        try startBody(head, parsed, now, limit(head))
        guard parsed.expectsContinue, used == bytes.count else { return nil }
        return .sendContinue
    }

    private mutating func startBody(
        _ head: HTTPRequestHead, _ parsed: ParsedHead, _ now: MonotonicTime, _ limit: Int
    ) throws(HTTPProtocolError) {
        self.head = head
        bodyLimit = limit
        bodyStart = now
        discarded = 0
        if case .length(let length) = parsed.framing {
            guard length <= limit else {
                // A client that asks first will not send it.
                guard length <= limits.discardedBodyBytes, !parsed.expectsContinue else {
                    throw .bodyTooLarge(limit: limit)
                }
                phase = .excess(remaining: length)
                return
            }
            // An announced length reserves no memory: memory grows with the bytes that arrive.
            phase = .fixedBody(remaining: length)
        } else {
            chunked = ChunkedDecoder()
            phase = .chunkedBody
        }
    }

    private mutating func parseBody(
        _ bytes: UnsafeBufferPointer<UInt8>, _ used: inout Int
    ) throws(HTTPProtocolError) -> Action {
        let rest = UnsafeBufferPointer(rebasing: bytes[used...])
        switch phase {
        case .fixedBody(let remaining):
            let count = min(remaining, rest.count)
            body.append(contentsOf: UnsafeBufferPointer(rebasing: rest[..<count]))
            used += count
            phase = .fixedBody(remaining: remaining - count)
            return try takeArrived(isComplete: count == remaining)
        case .chunkedBody:
            let result = try decodeChunks(rest)
            used += result.used
            return try takeArrived(isComplete: result.isComplete)
        case .excess(let remaining): return discard(min(remaining, rest.count), of: remaining, &used)
        default: return .wait
        }
    }

    private mutating func decodeChunks(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(HTTPProtocolError) -> (used: Int, isComplete: Bool) {
        let bounds = ChunkedDecoder.Limits(
            bodyBytes: bodyLimit, lineBytes: limits.chunkLineBytes, trailerBytes: limits.headerBytes,
            trailerFields: limits.headerCount)
        do throws(ChunkedDecoder.Fault) {
            return try chunked.decode(bytes, into: &body, limits: bounds)
        } catch {
            switch error {
            case .malformedChunk: throw .invalidChunk
            case .bodyTooLong: throw .bodyTooLarge(limit: bodyLimit)
            case .trailerTooLong: throw .headerTooLarge(limit: limits.headerBytes)
            case .tooManyFields: throw .tooManyHeaders(limit: limits.headerCount)
            case .foldedField: throw .foldedHeader
            case .malformedName: throw .invalidHeaderName
            case .malformedValue: throw .invalidHeaderValue
            case .malformedLineEnd: throw .malformedLineEnd
            }
        }
    }

    private mutating func discard(_ count: Int, of remaining: Int, _ used: inout Int) -> Action {
        used += count
        discarded += count
        guard count == remaining else {
            phase = .excess(remaining: remaining - count)
            return .wait
        }
        if let head { refused = RefusedRequest(head) }
        head = nil
        phase = .answering
        return .decline(.bodyTooLarge(limit: bodyLimit))
    }

    /// Takes what has arrived of the body from the budget; a whole body is handed over together with what it holds.
    private mutating func takeArrived(isComplete: Bool) throws(HTTPProtocolError) -> Action {
        let arrived = body.count - reserved
        if isComplete {
            budget.admit(arrived)
            reserved = 0
            return complete()
        }
        guard budget.reserve(arrived) else { throw .bodyMemoryExhausted }
        reserved = body.count
        return .wait
    }

    private mutating func complete() -> Action {
        guard let head else { return .wait }
        let request = HTTPRequest(head: head, body: body)
        self.head = nil
        body = []
        phase = .answering
        return .request(request)
    }
}
