/// A user on the way, with what is theirs.
struct AppUser: Sendable {
    var user: User
    var cards: [Flashcard] = []
    var sessions: [AppSession] = []
}
