import JSONText
import Lexi

/// How a session with its turns is written, in three parts.
struct SessionForm: Sendable {
    /// What stands before the first turn.
    let begin: @Sendable (WholeSession, inout JSONWriter) -> Void
    /// Called once per turn, in their order.
    let turn: @Sendable (SessionTurn, inout JSONWriter) -> Void
    /// What stands after the last turn.
    let end: @Sendable (WholeSession, inout JSONWriter) -> Void

    /// All of a session whose turns are all there.
    func write(_ whole: WholeSession, to json: inout JSONWriter) {
        begin(whole, &json)
        for next in whole.turns { turn(next, &json) }
        end(whole, &json)
    }
}

extension Resources {
    /// A session with its turns and scores, and for services with its prompt.
    static func wholeSession(withPrompt: Bool) -> SessionForm {
        SessionForm(
            begin: { whole, json in
                json.beginObject()
                writeMembers(whole.session, to: &json)
                json.name("turns")
                json.beginArray()
            },
            turn: { write($0.turn, savedAs: $0.savedFlashcardIDs, to: &$1) },
            end: { whole, json in
                json.endArray()
                writeScoring(whole.scoring, to: &json)
                if withPrompt, let prompt = whole.prompt { json.member("prompt", prompt.prompt) }
                json.endObject()
            })
    }
}
