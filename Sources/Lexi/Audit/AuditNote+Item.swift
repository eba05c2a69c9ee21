extension AuditNote {
    /// The day (UTC) in whose list it stands.
    var day: LocalDay { LocalDay(utc: createdAt) }

    func write(to builder: inout ItemBuilder) {
        builder.set("audit_id", auditID.text)
        builder.set("actor", ActorWord(actor))
        if case .user(let id) = actor { builder.set("actor_id", id) }
        builder.set("action", action)
        builder.set("subject", subject)
        if let requestID { builder.set("request_id", requestID) }
        builder.set("created_at", createdAt)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        self.init(
            auditID: try read.ulid("audit_id"), actor: try Self.actor(read), action: try read.vocabulary("action"),
            subject: try read.string("subject"), requestID: try read.optional("request_id", read.string),
            createdAt: try read.time("created_at"))
    }

    private static func actor(_ read: ItemReader) throws(CorruptItem) -> WriteContext.Actor {
        let word: ActorWord = try read.vocabulary("actor")
        return switch word {
        case .user: try read.optional("actor_id", read.id).map { .user($0) } ?? .formerUser
        case .service: .service
        case .operator: .operator
        }
    }
}

/// The kinds of actors as items name them.
private enum ActorWord: String, Vocabulary {
    case user
    case service
    case `operator`

    init(_ actor: WriteContext.Actor) {
        switch actor {
        case .user, .formerUser: self = .user
        case .service: self = .service
        case .operator: self = .operator
        }
    }
}
