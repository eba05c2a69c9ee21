import Lexi

/// `lexi user`: what an operator does to users on a table that is not being served.
enum UserCommand {
    static let command = Command(
        "user", "Change users on a table that is not being served.", subcommands: [promotion])

    private static let promotion = Command(
        "promote", "Make a registered user an administrator, and active.", operands: "EMAIL",
        discussion: "Stop the server first. On a server, --admin-email does it for who registers with the address.",
        options: Settings.storage + Settings.remote
    ) { arguments, terminal in
        guard arguments.operands.count == 1, let text = arguments.operands.first else {
            throw UsageError("give the e-mail address of one user")
        }
        let email: EmailAddress
        do throws(InvalidValue) { email = try EmailAddress(text) } catch {
            throw UsageError("EMAIL '\(text)' \(error.detail)")
        }
        let table = try await OpenTable.open(arguments, terminal, mustExist: true)
        let outcome: String
        do { outcome = try await promote(email, table) } catch {
            await table.close()
            throw error
        }
        await table.close()
        terminal.complain(outcome)
        return 0
    }

    private static func promote(_ email: EmailAddress, _ table: OpenTable) async throws -> String {
        let store = LexiStore(database: table.database, tableName: table.name)
        guard let user = try await store.users.user(email) else {
            throw CommandFailure("nobody has registered with \(email.text); register first, then promote")
        }
        guard user.role != .admin || !user.isActive else { return "\(email.text) is an administrator already." }
        var fields = UserFields()
        fields.role = .set(Role.admin.rawValue)
        // An administrator who was deactivated is of no use, and nobody else may be left to activate them.
        fields.isActive = .set(true)
        var errors = FieldErrors()
        guard let patch = fields.adminPatch(&errors) else { throw CommandFailure("the role cannot be changed") }
        _ = try await store.users.administrate(user, patch, WriteContext(.operator, at: store.clock.now))
        return "\(email.text) is an administrator now."
    }
}
