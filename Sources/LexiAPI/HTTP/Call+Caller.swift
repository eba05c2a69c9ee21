import HTTPServer
import Lexi

extension Call {
    /// The user on whose behalf the call is made. Routes for services only must not ask for it.
    func user() throws(Problem) -> User {
        guard case .user(let caller, _) = principal else { throw Problem(.forbidden, "This call is for users.") }
        return caller.user
    }

    /// The caller's statistics, if the route had them read along with the user.
    var knownStatistics: UserStatistics? {
        if case .user(let caller, _) = principal { caller.statistics } else { nil }
    }

    /// In whose name the call writes, and when: one time for all of it.
    var writeContext: WriteContext {
        switch principal {
        case .user(let caller, _):
            WriteContext(
                .user(caller.user.userID), at: now, statistics: caller.statistics, requestID: requestID,
                call: idempotent)
        case .service, .subject, .nobody:
            WriteContext(.service, at: now, requestID: requestID, call: idempotent)
        }
    }

    /// Whether a service calls.
    var callerIsService: Bool {
        if case .service = principal { true } else { false }
    }

    /// An id in the path; 404 for any other text, since no id of ours is spelt so.
    func id<Entity>(_ name: String, _ what: String) throws(Problem) -> Identifier<Entity> {
        guard let text = parameters.string(name), let id = Identifier<Entity>(text) else { throw .notFound(what) }
        return id
    }

    /// A slug in the path; 404 for any other text.
    func slug(_ name: String, _ what: String) throws(Problem) -> Slug {
        guard let text = parameters.string(name), let slug = try? Slug(text) else { throw .notFound(what) }
        return slug
    }
}
