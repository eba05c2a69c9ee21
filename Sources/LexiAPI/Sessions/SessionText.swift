import Digests
import JSONText
import Lexi
import LexiUseCases

/// The JSON of a session: of a long one made in pieces of a few turns, since so many turns of the longest texts are 20
/// MB, which nobody has to hold.
struct SessionText: Sendable {
    let opened: OpenedSession
    let sessions: SessionUseCases
    let form: SessionForm

    /// Makes the pieces in their order and hands each to `take`.
    ///
    /// - Throws: what reading throws, and what `take` throws.
    func forEachPiece(_ take: ([UInt8]) async throws -> Void) async throws {
        var json = JSONWriter(capacity: 64 * 1024)
        form.begin(opened.beginning, &json)
        var turns = opened.beginning.turns
        var count = 0
        while !turns.isEmpty {
            for turn in turns { form.turn(turn, &json) }
            count += turns.count
            turns = []
            try await take(json.takePiece())
            turns = try await sessions.turns(of: opened, from: count)
        }
        form.end(opened.beginning, &json)
        try await take(json.line)
    }

    /// The answer. The tag of a long session is made of the pieces' hashes, which takes one reading; sending takes
    /// another. A piece that has become another one meanwhile ends the answer, so that no client takes a mixture for
    /// the session.
    func answer() async throws -> Answer {
        guard !opened.isWhole else {
            return Answer.ok(Answer.object(opened.beginning, form.write)).taggedByContent
        }
        var hashes: [[UInt8]] = []
        try await forEachPiece { hashes.append(SHA256.hash($0)) }
        let expected = hashes
        return .streamed(tag: EntityTag(content: Array(expected.joined()))) { write in
            var index = 0
            try await forEachPiece { piece in
                guard index < expected.count, SHA256.hash(piece) == expected[index] else { throw ChangedMeanwhile() }
                index += 1
                try await write(piece)
            }
        }
    }
}
