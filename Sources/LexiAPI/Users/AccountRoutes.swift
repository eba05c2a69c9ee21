import HTTPServer
import Lexi
import LexiUseCases

extension Routes {
    /// The caller's address, and what becomes of the account.
    static let account: [Route] = [changeEmail, exportMe, deleteMe]

    private static let changeEmail = Route(
        .put, "/v1/me/email",
        RouteSummary("changeEmail", "me", "Changes the caller's e-mail address to the one in the token."),
        access: .user, body: UserForms.email, answers: [.ok(.component("User"), tag: true)],
        problems: [.duplicateEmail, .emailNotVerified]
    ) { call in
        let email = try call.body.checked { errors in call.body.email(&errors) }
        guard case .user(_, let known) = call.principal else { throw Problem(.forbidden, "This call is for users.") }
        try check(known.token, bears: email)
        return answer(try await call.account.changeEmail(to: email))
    }

    /// A bearer can take the address that the token proves, and no other.
    private static func check(_ token: AccessToken, bears email: EmailAddress) throws(Problem) {
        guard let text = token.email, (try? EmailAddress(text)) == email else {
            throw .invalid("/email", "must be the address in the token")
        }
        guard token.isEmailVerified else {
            throw Problem(
                .emailNotVerified, "The token does not say that its e-mail address is verified (email_verified).")
        }
    }

    private static let exportMe = Route(
        .get, "/v1/me/export",
        RouteSummary("exportMe", "me", "Everything that is held about the caller, as one document."),
        access: .account, answers: [.ok(.component("AccountExport"))]
    ) { call in
        let export = AccountExport(try await call.account.export())
        return .streamed(tag: nil, on: call.context.cardFileThreads) { write in try await export.forEachPiece(write) }
    }

    private static let deleteMe = Route(
        .delete, "/v1/me",
        RouteSummary("deleteMe", "me", "Erases the caller's account with all that is held about them."),
        access: .closing,
        target: Target<User>(load: { call in try call.user() }, tag: { EntityTag(version: $0.version) }),
        precondition: .ifMatch,
        answers: [
            .noContent,
            DeclaredAnswer(
                status: .accepted,
                description: "The account is closed, and the rest of it is being removed; the call can be repeated."),
        ],
        problems: [.lastAdmin]
    ) { call, user in
        let isDone = try await call.context.erasures.erase(
            user, expectedVersion: call.expected(user.version), call.writeContext)
        return isDone ? .noContent : Answer(status: .accepted)
    }
}
