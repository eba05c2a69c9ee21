import Lexi
import Synchronization

/// Notes recurring events in audit trails: who reads users' data, and whom the service refuses. The table
/// has each event of an actor once in an hour or a day; this remembers what it has, so that most calls write nothing.
public final class EventNotes: Sendable {
    private struct Event: Hashable {
        let action: AuditNote.Action
        let user: UserID
        let actor: WriteContext.Actor
    }

    private struct Recent {
        var hour: Int64 = 0
        var events: Set<Event> = []
    }

    /// Events that are remembered at most; beyond that all are forgotten, and the table is asked again.
    static let remembered = 10_000

    private let store: LexiStore
    private let recent = Mutex(Recent())

    /// The notes of a process.
    public init(_ store: LexiStore) { self.store = store }

    /// Notes that somebody reads the data of another user, before they see it.
    ///
    /// An account that is gone, or being erased, has no trail any more.
    public func inspection(of user: UserID, _ context: WriteContext) async throws(RepositoryError) {
        guard context.actor != .user(user) else { return }
        try await note(.userInspected, of: user, within: .hour, context)
    }

    /// Notes that a user was refused.
    ///
    /// - Parameter action: one of those that are about refused users.
    public func refusal(
        _ action: AuditNote.Action, of user: UserID, _ context: WriteContext
    ) async throws(RepositoryError) {
        try await note(action, of: user, within: .day, context)
    }

    /// Notes that a token from before the erasure of its account was refused.
    public func outdatedToken(of identity: Identity, _ context: WriteContext) async throws(RepositoryError) {
        try await store.audit.noteOutdatedToken(of: identity, context)
    }

    private func note(
        _ action: AuditNote.Action, of user: UserID, within time: EventPeriod, _ context: WriteContext
    ) async throws(RepositoryError) {
        let event = Event(action: action, user: user, actor: context.actor)
        let hour = context.now.seconds / 3_600
        guard recent.withLock({ $0.hour != hour || !$0.events.contains(event) }) else { return }
        do throws(RepositoryError) {
            try await store.audit.noteOnce(action, of: user, within: time, context)
        } catch {
            switch error {
            case .notFound: break
            // Whether it was noted is not known, and trying again does no harm.
            case .outcomeUnknown(let error): throw .tableUnavailable(error)
            default: throw error
            }
        }
        recent.withLock { recent in
            if recent.hour != hour || recent.events.count >= Self.remembered { recent = Recent(hour: hour) }
            recent.events.insert(event)
        }
    }
}
