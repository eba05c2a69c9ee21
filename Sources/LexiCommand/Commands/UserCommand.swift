import Lexi
import LexiAPI
import LexiUseCases

/// `lexi user`: what an operator does to users, on a table that is not being served, or through the endpoint of one
/// that is.
enum UserCommand {
    static let command = Command(
        "user", "Show users, change them, export or erase what is held about them.",
        discussion: """
            An embedded table is opened by one program at a time: stop the server first, or serve with --dynamodb-port and name \
            that endpoint with --table-endpoint http://127.0.0.1:PORT. Changes are noted in the users' audit trails as the operator's.
            """,
        subcommands: [list, show, promote, demote, deactivate, activate, export, delete])

    private static let options = Settings.storage + Settings.remote
    private static let who = "EMAIL|USER_ID"
    private static let userEmail = Option(
        "email-prefix", "PREFIX", "users whose address begins so, A–Z; two characters or more")
    private static let userRole = Option("role", "ROLE", "users with this role: LEARNER or ADMIN")
    private static let userActive = Option(
        "active", "BOOLEAN", "active users (true) or deactivated ones (false)")
    private static let userLimit = Option(
        "first", "N", default: "100", "how many users are listed at most")
    private static let confirmed = Option("yes", nil, "erase without a way back")

    // MARK: Reading

    private static let list = Command(
        "list", "List users: newest first, or by the beginning of the address, role or activity.",
        options: options + [userEmail, userRole, userActive, userLimit]
    ) { arguments, terminal in
        let filter = try filter(arguments)
        let limit = try arguments.integer(userLimit, in: 1...1_000_000) ?? 100
        return try await onTable(arguments, terminal) { store in
            var left = limit
            var next: PageRequest? = PageRequest(limit: min(limit, 100))
            while let request = next, left > 0 {
                let users = try await page(of: filter, request, store)
                for user in users.items.prefix(left) { terminal.print(line(user)) }
                left -= users.items.count
                next = users.next.map { PageRequest(limit: request.limit, position: $0) }
            }
        }
    }

    private static func filter(_ arguments: Arguments) throws -> UserFilter {
        let email = arguments.string(userEmail)
        let role = arguments.string(userRole)
        let active = arguments.string(userActive)
        guard [email, role, active].compactMap(\.self).count <= 1 else {
            throw UsageError("give one of --email-prefix, --role and --active")
        }
        if let email { return .emailPrefix(email) }
        if let role {
            guard let role = try? Role(role.uppercased()) else {
                throw UsageError("--role is LEARNER or ADMIN")
            }
            return .role(role)
        }
        guard let active else { return .newest }
        guard active == "true" || active == "false" else {
            throw UsageError("--active is true or false")
        }
        return .isActive(active == "true")
    }

    private static func page(
        of filter: UserFilter, _ page: PageRequest, _ store: LexiStore
    ) async throws(RepositoryError) -> Page<User> {
        switch filter {
        case .newest: try await store.users.list(page)
        case .emailPrefix(let prefix): try await store.users.list(emailPrefix: prefix, page)
        case .role(let role): try await store.users.list(role: role, page)
        case .isActive(let isActive): try await store.users.list(isActive: isActive, page)
        }
    }

    private static func line(_ user: User) -> String {
        [
            user.userID.text, user.email.text, user.role.rawValue, user.isActive ? "active" : "inactive",
            user.createdAt.text,
        ].joined(separator: "\t")
    }

    private static let show = Command(
        "show", "Show a user's profile, statistics and latest audit entries.", operands: who,
        options: options
    ) { arguments, terminal in
        try await onUser(arguments, terminal) { store, user in
            do throws(RepositoryError) {
                try await EventNotes(store).inspection(of: user.userID, WriteContext(.operator, at: store.clock.now))
            } catch { terminal.complain("It could not be noted in the user's audit trail: \(error).") }
            let statistics = try await store.users.statistics(user.userID)
            terminal.print(line(user))
            terminal.print(
                "name\t\(user.displayName)\nidentity\t\(user.identity.issuer) \(user.identity.subject)")
            terminal.print(
                "cards\t\(statistics.totalWordsLearned)\nreviews\t\(statistics.reviewsTotal)\nsessions\t\(statistics.sessionsCompleted)"
            )
            for entry in try await store.audit.entries(of: user.userID, PageRequest(limit: 20)).items {
                let note = entry.note
                terminal.print(
                    "audit\t\(note.createdAt.text)\t\(note.action.rawValue)\t\(note.actorName)\t\(note.subject)"
                )
            }
        }
    }

    // MARK: Changing

    private static let promote = change(
        "promote", "Make a registered user an administrator, and active.", "is an administrator",
        // An administrator who was deactivated is of no use, and nobody else may be left to activate them.
        discussion: "On a server, --admin-email does this for the user who registers with the address."
    ) { (.set(Role.admin.rawValue), .set(true)) }
    private static let demote = change(
        "demote", "Make an administrator a learner.", "is a learner"
    ) { (.set(Role.learner.rawValue), .absent) }
    private static let deactivate = change(
        "deactivate", "Let the service refuse a user.", "is inactive"
    ) { (.absent, .set(false)) }
    private static let activate = change(
        "activate", "Let the service serve a user again.", "is active"
    ) { (.absent, .set(true)) }

    private static func change(
        _ name: String, _ summary: String, _ outcome: String, discussion: String = "",
        _ fields: @escaping @Sendable () -> (role: FieldInput<String>, isActive: FieldInput<Bool>)
    ) -> Command {
        Command(name, summary, operands: who, discussion: discussion, options: options) {
            arguments, terminal in
            try await onUser(arguments, terminal) { store, user in
                var changed = UserFields()
                (changed.role, changed.isActive) = fields()
                var errors = FieldErrors()
                guard let patch = changed.adminPatch(&errors) else {
                    throw CommandFailure("the user cannot be changed")
                }
                guard !patch.changesNothing(of: user) else {
                    terminal.complain("\(user.email.text) \(outcome) already.")
                    return
                }
                _ = try await store.users.administrate(
                    user, patch, WriteContext(.operator, at: store.clock.now))
                terminal.complain("\(user.email.text) \(outcome) now.")
            }
        }
    }

    // MARK: Taking out and erasing

    private static let export = Command(
        "export",
        "Write everything that is held about a user to standard output, as one JSON document.",
        operands: who, options: options
    ) { arguments, terminal in
        try await onUser(arguments, terminal) { store, user in
            let context = WriteContext(.operator, at: store.clock.now)
            let contents = try await AccountUseCases(store, user, context).export()
            try await AccountExport(contents).forEachPiece { terminal.printPiece($0) }
        }
    }

    private static let delete = Command(
        "delete", "Erase a user with everything that is held about them. It cannot be undone.",
        operands: who,
        discussion: "The same command, or the start of a server, continues an interrupted erasure.",
        options: options + [confirmed]
    ) { arguments, terminal in
        guard try arguments.isOn(confirmed) else {
            throw UsageError("erasing cannot be undone: give --yes if you mean it")
        }
        let who = try named(arguments)
        return try await onTable(arguments, terminal) { store in
            let id = try await id(of: who, store)
            let context = WriteContext(.operator, at: store.clock.now)
            do { try await store.erasure.begin(id, address: who.address, context) } catch RepositoryError.notFound {
                throw CommandFailure("there is no user \(id)")
            }
            let erased = try await store.erasure.proceed(id, address: who.address)
            terminal.complain("Nothing is left of the user \(id).")
            for lost in erased?.unknown ?? [] { terminal.complain(advice(lost)) }
        }
    }

    private static func advice(_ lost: ErasedAccount.Guard) -> String {
        switch lost {
        case .address:
            """
            Their profile was damaged and did not name their e-mail address, which may still be listed. Repeat the command with \
            the address; it also goes when somebody registers with it.
            """
        case .identity:
            """
            Their profile was damaged and did not name their identity, of which a mark may be left until somebody registers \
            with it.
            """
        }
    }

    // MARK: Where

    private static func onTable(
        _ arguments: Arguments, _ terminal: Terminal, _ body: (LexiStore) async throws -> Void
    ) async throws -> Int32 {
        let table = try await OpenTable.open(arguments, terminal, mustExist: true)
        do { try await body(LexiStore(database: table.database, tableName: table.name)) } catch {
            try? await table.close()
            if let error = error as? RepositoryError { throw CommandFailure("\(error)") }
            throw error
        }
        try await table.close()
        return 0
    }

    private static func onUser(
        _ arguments: Arguments, _ terminal: Terminal, _ body: (LexiStore, User) async throws -> Void
    ) async throws -> Int32 {
        let who = try named(arguments)
        return try await onTable(arguments, terminal) { store in
            let id = try await id(of: who, store)
            guard let user = try await store.users.user(id) else { throw CommandFailure("there is no user \(id)") }
            try await body(store, user)
        }
    }

    /// A user as the command line names them.
    private enum Name {
        case id(UserID)
        case address(EmailAddress)

        var address: EmailAddress? { if case .address(let address) = self { address } else { nil } }
    }

    private static func named(_ arguments: Arguments) throws -> Name {
        guard arguments.operands.count == 1, let text = arguments.operands.first else {
            throw UsageError("give the e-mail address or the id of one user")
        }
        if let id = UserID(text) { return .id(id) }
        do throws(InvalidValue) { return .address(try EmailAddress(text)) } catch {
            throw UsageError("EMAIL '\(text)' \(error.detail)")
        }
    }

    private static func id(of name: Name, _ store: LexiStore) async throws -> UserID {
        switch name {
        case .id(let id): return id
        case .address(let email):
            guard let id = try await store.users.userID(email) else {
                throw CommandFailure("nobody has registered with \(email.text); register first")
            }
            return id
        }
    }
}

extension AuditNote {
    fileprivate var actorName: String {
        switch actor {
        case .user(let id): id.text
        case .formerUser: "former user"
        case .service: "service"
        case .operator: "operator"
        }
    }
}
