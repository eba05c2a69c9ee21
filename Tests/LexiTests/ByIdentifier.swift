@testable import Lexi

// Calls by identifiers, as a route makes them: the entity is read, and its owner checked, first.

extension UserRepository {
    @discardableResult
    func update(_ id: UserID, _ patch: UserPatch, expectedVersion: Int? = nil) async throws -> User {
        guard let user = try await user(id) else { throw RepositoryError.notFound }
        return try await update(user, patch, expectedVersion: expectedVersion)
    }

    func update(_ id: UserID, asAdmin patch: UserPatch, by actor: UserID) async throws -> User {
        guard let user = try await user(id) else { throw RepositoryError.notFound }
        return try await administrate(user, patch, by: try await self.user(actor), writer.context(.user(actor)))
    }
}

extension FlashcardRepository {
    @discardableResult
    func update(
        _ id: FlashcardID, of user: UserID, _ patch: FlashcardPatch, expectedVersion: Int? = nil
    ) async throws -> Flashcard {
        try await update(try await get(id, of: user), patch, expectedVersion: expectedVersion)
    }

    func delete(_ id: FlashcardID, of user: UserID, expectedVersion: Int? = nil) async throws {
        try await delete(try await get(id, of: user), expectedVersion: expectedVersion)
    }
}

extension ReviewRepository {
    func append(_ new: NewReview, to id: FlashcardID, of user: User) async throws -> ReviewOutcome {
        try await append(new, to: try await card(id, of: user.userID), of: user)
    }

    func list(of id: FlashcardID, of user: UserID, _ page: PageRequest) async throws -> Page<Review> {
        try await list(of: try await card(id, of: user), page)
    }

    private func card(_ id: FlashcardID, of user: UserID) async throws -> Flashcard {
        let cards = FlashcardRepository(table: table, clock: writer.clock, ids: ids, writer: writer)
        return try await cards.get(id, of: user)
    }
}

extension ScenarioRepository {
    func create(_ new: NewScenario, by actor: UserID?) async throws -> Scenario {
        try await create(new, writer.context(actor.map { .user($0) } ?? .operator))
    }

    @discardableResult
    func change(
        _ id: ScenarioID, _ patch: ScenarioPatch, ifVersion expectedVersion: Int?, by actor: UserID?
    ) async throws -> Scenario {
        let context = writer.context(actor.map { .user($0) } ?? .operator)
        return try await change(try await scenario(id), patch, expectedVersion: expectedVersion, context)
    }
}

extension SessionRepository {
    func append(_ turns: [NewTurn], to id: SessionID, owner: UserID?) async throws -> AppendedTurns {
        try await append(turns, to: try await session(id, owner: owner))
    }

    func complete(_ id: SessionID, owner: UserID?, scores: Scores? = nil) async throws -> EndedSession {
        try await complete(try await session(id, owner: owner), scores: scores)
    }

    func score(_ id: SessionID, _ scores: Scores) async throws -> EndedSession {
        try await score(try await session(id, owner: nil), scores)
    }

    func abandon(_ id: SessionID, owner: UserID?) async throws -> Session {
        try await abandon(try await session(id, owner: owner))
    }

    func turns(
        of id: SessionID, owner: UserID?, from first: Int = 0, _ page: PageRequest = PageRequest()
    ) async throws -> Page<SessionTurn> {
        try await turns(of: try await session(id, owner: owner).sessionID, from: first, page)
    }
}
