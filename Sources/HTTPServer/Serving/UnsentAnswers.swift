/// The observed answers of a connection whose last byte is not sent yet, in order, and how much the connection has
/// sent. Knows no socket.
///
/// Usually there is one, whose last byte leaves in the turn that made it: it takes no memory besides the connection's.
struct UnsentAnswers {
    /// About what an answer that waits after others takes with its observer.
    private static let bytesOfOne = 512
    /// Sent answers that make moving the rest to the front worth while.
    private static let compactedAnswers = 16

    private struct Answer {
        let observer: any HTTPAnswerObserver
        /// Bytes of its body, of a streamed one so far.
        var bodyBytes: Int
        /// What the connection has sent when its last byte is; ``open`` while more follows.
        var end: Int
        var error: (any Error)?
    }

    private static let open = Int.max

    private var first: Answer?
    private var others: [Answer] = []
    private var next = 0
    /// Bytes that the connection has sent.
    private var sent = 0

    var isEmpty: Bool { first == nil }

    /// About how much memory they take beyond the first.
    var ownBytes: Int { (others.count - next) * Self.bytesOfOne }

    /// Adds an answer that is whole; `unsent` bytes, its own included, wait on the connection.
    mutating func add(_ observer: any HTTPAnswerObserver, bodyBytes: Int, unsent: Int) {
        append(Answer(observer: observer, bodyBytes: bodyBytes, end: sent + unsent))
    }

    /// Adds an answer whose body follows piece by piece.
    mutating func addStream(_ observer: any HTTPAnswerObserver) {
        append(Answer(observer: observer, bodyBytes: 0, end: Self.open))
    }

    private mutating func append(_ answer: Answer) {
        if first == nil { first = answer } else { others.append(answer) }
    }

    /// Notes a piece of the streamed answer, if the last one is.
    mutating func addPiece(_ bytes: Int) { changeStream { $0.bodyBytes += bytes } }

    /// Notes that the streamed answer is whole.
    mutating func endStream(unsent: Int) { changeStream { [sent] in $0.end = sent + unsent } }

    /// Notes why the streamed answer is not going to be whole.
    mutating func failStream(_ error: any Error) { changeStream { $0.error = error } }

    private mutating func changeStream(_ change: (inout Answer) -> Void) {
        if next < others.count {
            if others[others.count - 1].end == Self.open { change(&others[others.count - 1]) }
        } else if var answer = first, answer.end == Self.open {
            change(&answer)
            first = answer
        }
    }

    /// Notes that the next bytes are sent.
    mutating func advance(by bytes: Int) { sent += bytes }

    /// Takes out the next answer that is sent to its end.
    mutating func takeSent() -> (observer: any HTTPAnswerObserver, end: HTTPAnswerEnd)? {
        guard let answer = first, answer.end <= sent else { return nil }
        removeFirst()
        return (answer.observer, HTTPAnswerEnd(bodyBytes: answer.bodyBytes))
    }

    /// Takes out the next answer of a connection that has ended with `unsent` bytes waiting.
    mutating func takeBrokenOff(unsent: Int) -> (observer: any HTTPAnswerObserver, end: HTTPAnswerEnd)? {
        guard let answer = first else { return nil }
        removeFirst()
        let end = answer.end == Self.open ? sent + unsent : answer.end
        let bytes = max(0, answer.bodyBytes - (end - sent))
        return (answer.observer, HTTPAnswerEnd(bodyBytes: bytes, isBrokenOff: true, error: answer.error))
    }

    private mutating func removeFirst() {
        guard next < others.count else {
            first = nil
            return
        }
        first = others[next]
        next += 1
        if next == others.count {
            others = []
            next = 0
        } else {
            compact()
        }
    }

    /// A queue that is appended to and never empty must not keep the observers of answers that are long sent. At
    /// least as many are removed as are moved, so that an answer costs the same however many wait.
    private mutating func compact() {
        guard next >= Self.compactedAnswers, next >= others.count - next else { return }
        others.removeFirst(next)
        next = 0
    }
}
