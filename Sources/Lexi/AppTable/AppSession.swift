/// A session on the way.
struct AppSession: Sendable {
    var head: Session
    let turns: [Turn]
    let prompt: SessionPrompt?
    let scoring: Scoring?
}
