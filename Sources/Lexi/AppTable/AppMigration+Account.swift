import DynamoModel

// What our table has besides the entities: guards, statistics, days, the change feed. All follow from the entities.
extension AppMigration {
    /// All items of a user. The statistics come last: without them nothing of a user's can be written, so that a user
    /// of whom only a part is there cannot be used.
    func part(of found: AppUser) -> AppMigrationPart {
        var found = found
        let rows = Self.feed(&found)
        let user = found.user
        var items = [IdentityGuard(user).item, EmailGuard(user).item, user.item]
        for card in found.cards { items += [card.item, WordGuard(card).item] }
        for session in found.sessions {
            items += [session.head.item] + session.turns.map(\.item)
            if let prompt = session.prompt { items.append(prompt.item) }
            if let scoring = session.scoring { items.append(scoring.item) }
        }
        let days = Self.days(found)
        items += days.map(\.item) + rows.map(\.item)
        var statistics = UserStatistics.initial(
            userID: user.userID, feedPosition: rows.last?.position ?? user.feedPosition)
        statistics.totalWordsLearned = found.cards.count
        for card in found.cards { statistics.count(card.maturity, 1) }
        statistics.sessionsCompleted = found.sessions.count { $0.head.completedAt != nil }
        statistics.apply(Streak(days: days.map(\.day)))
        let note = AuditNote(
            auditID: ULID(
                milliseconds: UInt64(max(0, options.now.seconds)) * 1000, randomHigh: user.userID.ulid.high,
                randomLow: user.userID.ulid.low),
            actor: .operator, action: .migrated, subject: "", createdAt: options.now)
        return AppMigrationPart(
            name: "user \(user.identity.subject)", items: items,
            last: [AuditEntry(userID: user.userID, note: note).item, statistics.item],
            claims: [IdentityGuard(user).key, EmailGuard(user).key].map {
                (key: $0.item, attribute: "user_id", value: user.userID.text)
            },
            counts: [
                .user: 1, .card: found.cards.count, .session: found.sessions.count,
                .turn: found.sessions.reduce(0) { $0 + $1.turns.count },
                .scoring: found.sessions.count { $0.scoring != nil },
            ])
    }

    /// The change feed: a row for each entity, in the order of their times.
    private static func feed(_ found: inout AppUser) -> [FeedRow] {
        enum Place { case user, card(Int), session(Int) }
        var places: [(time: Timestamp, id: ULID, place: Place)] = [
            (found.user.createdAt, found.user.userID.ulid, .user)
        ]
        for (index, card) in found.cards.enumerated() {
            places.append((card.updatedAt, card.flashcardID.ulid, .card(index)))
        }
        for (index, session) in found.sessions.enumerated() {
            places.append((session.head.updatedAt, session.head.sessionID.ulid, .session(index)))
        }
        let rest = places.dropFirst().sorted { $0.time != $1.time ? $0.time < $1.time : $0.id < $1.id }
        var position = FeedPosition(time: found.user.createdAt, sequence: 0)
        return (places.prefix(1) + rest).map { time, id, place in
            position = position.advanced(at: time)
            let kind: FeedRow.Kind
            switch place {
            case .user: (found.user.feedPosition, kind) = (position, .user)
            case .card(let index): (found.cards[index].feedPosition, kind) = (position, .flashcard)
            case .session(let index): (found.sessions[index].head.feedPosition, kind) = (position, .session)
            }
            return FeedRow(
                userID: found.user.userID, position: position, kind: kind, entityID: id, expiresAt: nil)
        }
    }

    /// The days on which something is known to have been done: a card's last review, a completed session.
    private static func days(_ found: AppUser) -> [ActivityDay] {
        var days: [LocalDay: ActivityDay] = [:]
        let zone = found.user.timeZone
        func day(_ time: Timestamp) -> LocalDay {
            let day = zone.day(at: time)
            if days[day] == nil {
                days[day] = ActivityDay(userID: found.user.userID, day: day, reviews: 0, sessions: 0)
            }
            return day
        }
        for card in found.cards {
            if let time = card.schedule.lastReviewedAt { days[day(time)]?.reviews += 1 }
        }
        for session in found.sessions {
            if let time = session.head.completedAt { days[day(time)]?.sessions += 1 }
        }
        return days.values.sorted { $0.day < $1.day }
    }
}
