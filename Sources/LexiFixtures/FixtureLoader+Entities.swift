import Lexi

extension FixtureLoader {
    func load(_ fixture: Fixtures.Scenario) async throws -> Bool {
        var fields = ScenarioFields()
        fields.scenarioID = .set(fixture.id)
        fields.scenarioTitle = .set(fixture.title)
        fields.context = .set(fixture.context)
        fields.roles = .set(fixture.roles)
        fields.goals = .set(fixture.goals)
        fields.difficultyLevel = .set(fixture.level)
        fields.order = .set(fixture.order)
        fields.notes = .set(fixture.notes)
        fields.isActive = .set(fixture.isActive)
        let new = try checked("scenarios.json", fixture.id) { fields.creation(&$0) }
        do {
            _ = try await store.scenarios.create(new, context)
            return true
        } catch RepositoryError.duplicateScenario {
            return false
        }
    }

    func load(_ fixture: Fixtures.User, _ users: inout [String: User]) async throws -> Bool {
        let identity = try Identity(issuer: issuer, subject: fixture.subject)
        if let known = try await store.users.user(identity) {
            users[fixture.subject] = known
            return false
        }
        let email: EmailAddress
        do { email = try EmailAddress(fixture.email) } catch {
            throw FixtureError(file: "users.json", place: fixture.subject, detail: "/email \(error.detail)")
        }
        let fields = fields(of: fixture)
        let new = try checked("users.json", fixture.subject) {
            fields.registration(
                identity: identity, tokenEmail: email, isAdmin: fixture.role == Role.admin.rawValue, &$0)
        }
        var user = try await store.users.register(new, id: fixture.id, context)
        if !fixture.isNewUser {
            let onboarding = try checked("users.json", fixture.subject) { fields.onboarding(&$0) }
            user = try await store.users.update(user, onboarding, context)
        }
        users[fixture.subject] = user
        return true
    }

    private func fields(of fixture: Fixtures.User) -> UserFields {
        var fields = UserFields()
        fields.displayName = .set(fixture.displayName)
        fields.avatarURL = .set(fixture.avatarURL)
        fields.currentLevel = .set(fixture.currentLevel)
        fields.targetLevel = .set(fixture.targetLevel)
        fields.learningGoal = .set(fixture.learningGoal)
        fields.timeZone = .set(fixture.timeZone)
        return fields
    }

    /// Users are deactivated when all that they did has happened; one whom somebody has changed since is left alone.
    func deactivate(_ fixture: Fixtures.User, _ users: [String: User]) async throws -> Bool {
        let known = try owner(fixture.subject, users, "users.json")
        guard let user = try await store.users.user(known.userID), user.isActive, user.version == known.version else {
            return false
        }
        var fields = UserFields()
        fields.isActive = .set(false)
        let patch = try checked("users.json", fixture.subject) { fields.adminPatch(&$0) }
        _ = try await store.users.administrate(user, patch, context)
        return true
    }

    func load(_ fixture: Fixtures.Flashcard, _ users: [String: User]) async throws -> Bool {
        let user = try owner(fixture.subject, users, "flashcards.json")
        do {
            _ = try await store.flashcards.get(fixture.id, of: user.userID)
            return false
        } catch RepositoryError.notFound {}
        var fields = FlashcardFields()
        for (name, text) in fixture.texts { fields[name] = .set(text) }
        if let source = fixture.source {
            fields.sourceSessionID = .set(source.session.text)
            fields.sourceTurnIndex = .set(source.turn)
        }
        let new = try checked("flashcards.json", fixture.id.text) { fields.creation(&$0) }
        do {
            _ = try await store.flashcards.create(new, for: user.userID, id: fixture.id, context)
        } catch RepositoryError.duplicateWord {
            // The user has saved the word themselves since, under another id, or removed the card and saved it again.
            return false
        }
        return true
    }

    func load(_ fixture: Fixtures.Review, _ users: [String: User]) async throws -> Bool {
        guard let card = cards[fixture.flashcard] else {
            throw FixtureError(
                file: "reviews.json", place: fixture.id.text, detail: "the card is not in flashcards.json")
        }
        let user = try owner(card, users, "flashcards.json")
        var fields = ReviewFields()
        fields.rating = .set(fixture.rating)
        fields.reviewID = .set(fixture.id.text)
        fields.reviewedAt = .set(fixture.reviewedAt.text)
        let new = try checked("reviews.json", fixture.id.text) { fields.creation(now: store.clock.now, &$0) }
        do throws(RepositoryError) {
            let card = try await store.flashcards.get(fixture.flashcard, of: user.userID)
            return try await !store.reviews.append(new, to: card, of: user, context).isDuplicate
        } catch {
            switch error {
            // Loaded on an earlier day, when the same relative time was another one; or the card was removed since.
            case .reviewConflict, .notFound: return false
            default: throw error
            }
        }
    }
}
