import DynamoModel
import HTTPServer
import Lexi

extension Problem {
    /// The one place where errors become answers.
    init(describing error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let refused as RefusedCaller: self = refused.problem
        case let error as RepositoryError: self.init(error)
        case let error as ValidationError: self = .invalid(error.errors)
        case let error as DynamoDBError: self.init(error)
        default: self = .failed
        }
    }

    private init(_ error: RepositoryError) {
        switch error {
        case .notFound: self = .notFound("resource")
        case .invalid(let error): self = .invalid(error.errors)
        case .duplicateWord(let card):
            self.init(.duplicateWord, "The word is saved already, as flashcard \(card).")
            flashcardID = card
        case .duplicateEmail: self.init(.duplicateEmail, "Another user has this e-mail address.")
        case .alreadyRegistered: self.init(.alreadyRegistered, "The token's subject has registered already.")
        case .duplicateScenario: self.init(.duplicateScenario, "There is a scenario with this id.")
        case .reviewConflict: self.init(.reviewConflict, "The card has a review with this id and other content.")
        case .alreadyDone: self = .unavailable("The same call is being carried out; try again.")
        case .ownRights: self.init(.ownRights, "Admins cannot change their own role or activity; another admin can.")
        case .notAdmin: self.init(.forbidden, "This call is for admins.")
        case .lastAdmin: self.init(.lastAdmin, "Nobody else is an active admin; make somebody one first.")
        case .cursorTooOld:
            self.init(.cursorExpired, "Deletions since the cursor may not be known any more; start without one.")
        case .badPosition: self.init(.badCursor, "The cursor is of another list, or of another version of the service.")
        case .versionMismatch: self = .stale
        case .wrongState(let why): self.init(.wrongState, why)
        case .limitReached(let which): self.init(.limitReached, which)
        case .contention: self = .unavailable("Others are writing the same; nothing was done. Try again.")
        case .stillRemoving:
            self = .unavailable("Too much that was deleted is still being removed; nothing was done. Try again.")
        case .tableUnavailable(let error): self.init(error)
        case .outcomeUnknown:
            self.init(
                .outcomeUnknown, "The table failed during the change; read the resource before you try again.",
                headers: [("Retry-After", HTTPFieldValue(decimal: Self.retrySeconds))])
        case .refused, .corrupt: self = .failed
        }
    }

    private init(_ error: DynamoDBError) {
        switch error.code {
        case .internalServerError:
            self.init(.internalError, "The table failed; nothing was changed.")
        case .serviceUnavailable, .provisionedThroughputExceeded, .requestLimitExceeded, .throttling,
            .resourceNotFound, .resourceInUse, .tableNotFound, .limitExceeded, .transactionConflict,
            .transactionInProgress:
            self = .unavailable("The table is not available; nothing was done. Try again.")
        default: self = .failed
        }
    }

    private static let failed = Problem(.internalError, "The service failed; its log says why under the request_id.")

    /// Why a request failed, for the log: without keys or values, which may be personal data.
    ///
    /// - Parameter place: the table and where it is. Errors on the way there say that themselves; those of the table do
    ///   not.
    static func failure(_ error: any Error, _ place: String) -> String {
        switch error {
        case RepositoryError.corrupt(let item):
            "\(item.isNewer ? "item of a newer version of this program" : "damaged item"): attribute \(item.attribute) \(item.problem)"
        case RepositoryError.tableUnavailable(let error), RepositoryError.outcomeUnknown(let error),
            RepositoryError.refused(let error):
            failure(error, place)
        case RepositoryError.contention: "contention"
        case RepositoryError.stillRemoving: "too much that was deleted is still being removed"
        case let error as DynamoDBError: error.code.isServerFault ? "\(error)" : "\(error); it is \(place)"
        case let problem as Problem: problem.detail
        default: "\(Swift.type(of: error))"
        }
    }
}
