import DynamoModel

/// Why a repository did not do what it was asked. Nothing was changed, except perhaps after ``outcomeUnknown``.
public enum RepositoryError: Error, Sendable, Equatable {
    /// There is no such entity, or it is another user's: both answer alike.
    case notFound
    /// Fields are wrong in the light of what is stored.
    case invalid(ValidationError)
    /// The user has a card with this word.
    case duplicateWord(existing: FlashcardID)
    /// Another user has this e-mail address.
    case duplicateEmail
    /// The identity has registered before.
    case alreadyRegistered(UserID)
    /// There is a scenario with this id.
    case duplicateScenario
    /// The card has a review with this id and another content.
    case reviewConflict
    /// The call was carried out before, under the same idempotency key.
    case alreadyDone
    /// Admins cannot take rights from themselves, or give themselves any.
    case ownRights
    /// The caller who acts as an admin is no longer one.
    case notAdmin
    /// The account is the last active admin's.
    case lastAdmin
    /// The cursor of a change feed is older than what the feed still knows.
    case cursorTooOld
    /// The position of a page is of another list.
    case badPosition
    /// The entity has another version than the caller's.
    case versionMismatch(current: Int)
    /// The entity's state does not allow it; the text says why.
    case wrongState(String)
    /// A limit is reached; the text says which.
    case limitReached(String)
    /// Others wrote the same items again and again; trying later helps.
    case contention
    /// Too much that the user deleted is still being removed; trying later helps.
    case stillRemoving
    /// The table cannot be reached, is too busy, is not there or failed while it was read; nothing was done. Trying
    /// later may help.
    case tableUnavailable(DynamoDBError)
    /// The table failed during a write: it is not known whether it was done.
    case outcomeUnknown(DynamoDBError)
    /// The table refused a request of ours as wrong, which is a fault of this program.
    case refused(DynamoDBError)
    /// An item is damaged.
    case corrupt(CorruptItem)

    init(_ error: DynamoDBError) {
        switch error.code {
        case .provisionedThroughputExceeded, .requestLimitExceeded, .throttling, .serviceUnavailable, .resourceNotFound,
            .resourceInUse, .tableInUse, .tableNotFound, .limitExceeded:
            self = .tableUnavailable(error)
        case .internalServerError: self = .outcomeUnknown(error)
        case .transactionConflict, .transactionInProgress: self = .contention
        case .validation, .conditionalCheckFailed, .transactionCanceled, .idempotentParameterMismatch,
            .itemCollectionSizeLimitExceeded, .unknownOperation, .serialization, .backupNotFound, .exportNotFound,
            .importNotFound, .exportConflict, .invalidExportTime, .importConflict, .globalTableNotFound,
            .policyNotFound, .duplicateItem, .expiredIterator,
            .trimmedDataAccess, .tableAlreadyExists, .backupInUse, .continuousBackupsUnavailable, .invalidRestoreTime,
            .pointInTimeRecoveryUnavailable:
            self = .refused(error)
        }
    }

    /// The fault of a read, after which nothing was done in any case.
    init(reading error: DynamoDBError) {
        self = error.code == .internalServerError ? .tableUnavailable(error) : RepositoryError(error)
    }
}

extension RepositoryError: CustomStringConvertible {
    /// What went wrong, for people who run a command: a sentence without its end.
    public var description: String {
        switch self {
        case .notFound: "there is no such thing"
        case .invalid(let error): error.errors.map { "\($0.pointer) \($0.detail)" }.joined(separator: "; ")
        case .duplicateWord: "there is a card with this word already"
        case .duplicateEmail: "another user has this e-mail address"
        case .alreadyRegistered: "this identity has registered before"
        case .duplicateScenario: "there is a scenario with this id"
        case .reviewConflict: "there is another review with this id"
        case .alreadyDone: "the same call was carried out before"
        case .ownRights: "admins cannot change their own role or activity"
        case .notAdmin: "the acting user is not an active admin"
        case .lastAdmin: "nobody else is an active admin"
        case .cursorTooOld: "the cursor is older than what the change feed still knows"
        case .badPosition: "the position is of another list"
        case .versionMismatch: "it was changed meanwhile"
        case .wrongState(let why), .limitReached(let why): why
        case .contention: "others wrote the same items again and again; try again later"
        case .stillRemoving: "too much that was deleted is still being removed; try again later"
        case .tableUnavailable(let error), .outcomeUnknown(let error): error.message
        case .refused(let error): "the table refused a request as wrong: \(error)"
        case .corrupt(let item): "\(item)"
        }
    }
}
