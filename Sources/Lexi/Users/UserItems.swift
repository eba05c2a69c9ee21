import DynamoModel

extension User: ItemConvertible {
    static let kind = ItemKind.user

    var shard: Int { Shard.of(userID.text, count: Shard.users) }

    var item: Item {
        let created = Keys.created(createdAt, userID.text)
        var builder = ItemBuilder(
            Self.kind, Keys.userItem(userID),
            [
                IndexKey(.gsi3, Keys.users(role: role, shard: shard), created),
                IndexKey(.gsi4, Keys.users(isActive: isActive, shard: shard), created),
                IndexKey(.gsi5, Keys.usersAll(shard: shard), created),
            ])
        builder.set("user_id", userID)
        builder.set("email", email.text)
        builder.set("display_name", displayName)
        builder.set("avatar_url", avatarURL.text)
        builder.set("current_level", currentLevel)
        builder.set("target_level", targetLevel)
        builder.set("role", role)
        builder.set("is_active", isActive)
        builder.set("is_new_user", isNewUser)
        builder.set("learning_goal", learningGoal)
        builder.set("time_zone", timeZone.text)
        builder.set("created_at", createdAt)
        builder.set("updated_at", updatedAt)
        builder.set("version", version)
        builder.set("issuer", identity.issuer)
        builder.set("subject", identity.subject)
        builder.set(feedPosition)
        return builder.item
    }

    init(item: Item) throws(CorruptItem) {
        let read = try ItemReader(item, Self.kind)
        self.init(
            userID: try read.id("user_id"), email: EmailAddress(trusted: try read.string("email")),
            displayName: try read.string("display_name"), avatarURL: WebAddress(trusted: try read.string("avatar_url")),
            currentLevel: try read.word("current_level"), targetLevel: try read.word("target_level"),
            role: try read.word("role"), isActive: try read.bool("is_active"),
            isNewUser: try read.bool("is_new_user"), learningGoal: try read.string("learning_goal"),
            timeZone: TimeZoneName(trusted: try read.string("time_zone")), createdAt: try read.time("created_at"),
            updatedAt: try read.time("updated_at"), version: try read.int("version"), identity: try read.identity(),
            feedPosition: try read.feedPosition())
    }
}

extension UserStatistics: ItemConvertible {
    static let kind = ItemKind.statistics

    var item: Item {
        var builder = ItemBuilder(Self.kind, Keys.statistics(userID))
        builder.set("user_id", userID)
        builder.set("current_streak", currentStreak)
        builder.set("best_streak", bestStreak)
        if let lastActiveDay { builder.set("last_active_day", lastActiveDay.text) }
        builder.set("total_words_learned", totalWordsLearned)
        builder.set("cards_new", cardsNew)
        builder.set("cards_learning", cardsLearning)
        builder.set("cards_mature", cardsMature)
        builder.set("reviews_total", reviewsTotal)
        builder.set("sessions_completed", sessionsCompleted)
        builder.set(feedPosition)
        return builder.item
    }

    init(item: Item) throws(CorruptItem) {
        let read = try ItemReader(item, Self.kind)
        self.init(
            userID: try read.id("user_id"), currentStreak: try read.int("current_streak"),
            bestStreak: try read.int("best_streak"),
            lastActiveDay: try read.optional("last_active_day", read.day),
            totalWordsLearned: try read.int("total_words_learned"), cardsNew: try read.int("cards_new"),
            cardsLearning: try read.int("cards_learning"), cardsMature: try read.int("cards_mature"),
            reviewsTotal: try read.int("reviews_total"), sessionsCompleted: try read.int("sessions_completed"),
            feedPosition: try read.feedPosition())
    }
}

extension ActivityDay: ItemConvertible {
    static let kind = ItemKind.day

    var item: Item {
        var builder = ItemBuilder(Self.kind, Keys.day(userID, day))
        builder.set("user_id", userID)
        builder.set("day", day.text)
        builder.set("reviews", reviews)
        builder.set("sessions", sessions)
        return builder.item
    }

    init(item: Item) throws(CorruptItem) {
        let read = try ItemReader(item, Self.kind)
        self.init(
            userID: try read.id("user_id"), day: try read.day("day"), reviews: try read.int("reviews"),
            sessions: try read.int("sessions"))
    }
}

extension FeedRow: ItemConvertible {
    static let kind = ItemKind.feedRow

    var item: Item {
        var builder = ItemBuilder(Self.kind, Keys.feedRow(userID, position))
        builder.set("user_id", userID)
        builder.set("entity_kind", kind)
        builder.set("entity_id", entityID.text)
        builder.set(position)
        builder.expire(at: expiresAt)
        return builder.item
    }

    init(item: Item) throws(CorruptItem) {
        let read = try ItemReader(item, Self.kind)
        let seconds = try read.optional(TableAttribute.timeToLive, read.int)
        self.init(
            userID: try read.id("user_id"), position: try read.feedPosition(), kind: try read.word("entity_kind"),
            entityID: try read.ulid("entity_id"), expiresAt: seconds.map { Timestamp(clamping: Int64($0)) })
    }
}

extension AuditEntry: ItemConvertible {
    static let kind = ItemKind.audit

    var item: Item {
        let created = Keys.created(createdAt, auditID.text)
        var builder = ItemBuilder(
            Self.kind, Keys.auditEntry(userID, createdAt, auditID),
            [IndexKey(.gsi5, Keys.audit(day: LocalDay(utc: createdAt)), created)])
        builder.set("audit_id", auditID.text)
        builder.set("user_id", userID)
        builder.set("actor_id", actorID)
        builder.set("action", action)
        builder.set("subject", subject)
        builder.set("created_at", createdAt)
        return builder.item
    }

    init(item: Item) throws(CorruptItem) {
        let read = try ItemReader(item, Self.kind)
        self.init(
            auditID: try read.ulid("audit_id"), userID: try read.id("user_id"), actorID: try read.id("actor_id"),
            action: try read.word("action"), subject: try read.string("subject"),
            createdAt: try read.time("created_at"))
    }
}

/// A word that a user has, by its normal form.
struct WordGuard: ItemConvertible, Equatable {
    static let kind = ItemKind.wordGuard

    let userID: UserID
    let word: Word
    let flashcardID: FlashcardID

    init(_ card: Flashcard) {
        userID = card.userID
        word = card.word
        flashcardID = card.flashcardID
    }

    var key: ItemKey { Keys.wordGuard(userID, word) }

    var item: Item {
        var builder = ItemBuilder(Self.kind, key)
        builder.set("user_id", userID)
        builder.set("word", word.text)
        builder.set("flashcard_id", flashcardID)
        return builder.item
    }

    init(item: Item) throws(CorruptItem) {
        let read = try ItemReader(item, Self.kind)
        userID = try read.id("user_id")
        word = Word(trusted: try read.string("word"))
        flashcardID = try read.id("flashcard_id")
    }
}

/// An e-mail address that a user has.
struct EmailGuard: ItemConvertible, Equatable {
    static let kind = ItemKind.emailGuard

    let email: EmailAddress
    let userID: UserID

    init(_ user: User) {
        email = user.email
        userID = user.userID
    }

    var item: Item {
        var builder = ItemBuilder(
            Self.kind, Keys.emailGuard(email),
            [IndexKey(.gsi5, Keys.emails(directory: email.directory), KeyEncoding.component(email.text))])
        builder.set("email", email.text)
        builder.set("user_id", userID)
        return builder.item
    }

    init(item: Item) throws(CorruptItem) {
        let read = try ItemReader(item, Self.kind)
        email = EmailAddress(trusted: try read.string("email"))
        userID = try read.id("user_id")
    }
}

/// An identity that a user has.
struct IdentityGuard: ItemConvertible, Equatable {
    static let kind = ItemKind.identityGuard

    let identity: Identity
    let userID: UserID

    init(_ user: User) {
        identity = user.identity
        userID = user.userID
    }

    var item: Item {
        var builder = ItemBuilder(Self.kind, Keys.identityGuard(identity))
        builder.set("issuer", identity.issuer)
        builder.set("subject", identity.subject)
        builder.set("user_id", userID)
        return builder.item
    }

    init(item: Item) throws(CorruptItem) {
        let read = try ItemReader(item, Self.kind)
        identity = try read.identity()
        userID = try read.id("user_id")
    }
}
