// Reads of sessions.
extension AccessPatterns {
    static let session = get("17", "Session head", Session.self)
    static let scoring = get("17a", "Scoring of a session", Scoring.self)
    static let wholeSession = mixed(
        "18", "Whole session: head, prompt, turns, scoring", Session.tableKey, read: 12, scale: "40 turns")
    static let turns = items("19", "Turns from n on", .within(Turn.tableKey), read: 6)
    static let sessions = items("20", "Sessions, newest", .all(Session.newest), .descending, read: 4)
    static let activeSessions = items("21", "Sessions to resume", .all(Session.active), .descending, read: 4)
    static let progress = items("22", "Score progress in a period", .within(Scoring.ofUser), read: 3)
    static let scoringJobs = items("23", "Scoring jobs, a shard; oldest first", .all(Session.scoringJobs), read: 4)

    static let ofSessions: [any RegisteredPattern] = [
        session, scoring, wholeSession, turns, sessions, activeSessions, progress, scoringJobs,
    ]
}
