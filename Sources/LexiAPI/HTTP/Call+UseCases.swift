import Lexi
import LexiUseCases

// What the caller can do. Handlers reach the data in no other way.
extension Call {
    /// Registering; for the bearer of any valid token.
    var registration: Registration { context.registration }

    /// The caller's own account.
    var account: AccountUseCases {
        get throws(Problem) {
            AccountUseCases(context.store, try user(), writeContext, statistics: knownStatistics)
        }
    }

    /// The caller's cards and their reviews.
    var flashcards: FlashcardUseCases {
        get throws(Problem) { FlashcardUseCases(context.store, try user(), writeContext, context.preparations) }
    }

    /// The caller's data, for devices that were offline.
    var sync: SyncUseCases {
        get throws(Problem) { SyncUseCases(context.store, try user(), writeContext) }
    }

    /// The caller's sessions; for services those of all users.
    var sessions: SessionUseCases {
        get throws(Problem) { SessionUseCases(context.store, try caller(), writeContext) }
    }

    /// The scoring of sessions; for routes of services.
    var scoring: ScoringUseCases { ScoringUseCases(context.store, writeContext) }

    /// The scenarios that everybody sees.
    var scenarios: ScenarioUseCases { ScenarioUseCases(context.store) }

    /// What admins do with users; for routes of admins.
    var userAdministration: UserAdministration {
        get throws(Problem) { UserAdministration(context.store, try user(), writeContext) }
    }

    /// What admins do with scenarios; for routes of admins.
    var scenarioAdministration: ScenarioAdministration { ScenarioAdministration(context.store, writeContext) }

    /// Audit trails; for routes of admins.
    var audit: AuditUseCases { AuditUseCases(context.store, at: now) }

    /// The table as admins see it; for routes of admins.
    var explorer: TableExplorer { TableExplorer(context.store, context.notes, writeContext) }

    private func caller() throws(Problem) -> Caller { callerIsService ? .service : .user(try user()) }
}
