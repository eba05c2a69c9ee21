import DynamoModel

extension UserRepository {
    /// Gives a user another address: the guards of both, user, audit and feed row, in one transaction. Nothing is
    /// written when it is the user's address already.
    ///
    /// - Parameters:
    ///   - user: as the caller has read them.
    ///   - context: nil for the user themselves, now.
    /// - Throws: `notFound`, `duplicateEmail` when another user has the address.
    public func changeEmail(
        of user: User, to email: EmailAddress, _ context: WriteContext? = nil
    ) async throws(RepositoryError) -> User {
        let context = context ?? writer.context(.user(user.userID))
        return try await writer.commit(AccessPatterns.changeEmail, for: user.userID, context) {
            (transaction: inout UserTransaction) async throws(RepositoryError) -> User in
            let known = try await transaction.current(user) { () async throws(RepositoryError) -> User in
                guard let known = try await self.user(user.userID) else { throw .notFound }
                return known
            }
            guard known.email != email else { return known }
            var changed = known.with(email, at: transaction.now)
            changed.feedPosition = transaction.recordChange(.user, known.userID.ulid, replacing: known.feedPosition)
            transaction.put(changed, if: .version(known.version))
            transaction.put(EmailGuard(changed), if: .absent, else: .failure { _ in .duplicateEmail })
            transaction.delete(EmailGuard(known).key, if: .equals("user_id", .s(known.userID.text)))
            transaction.audit(.emailChanged, ids.next(), of: known.userID, ["email"])
            return changed
        }
    }
}
