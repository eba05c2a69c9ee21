import CivilTime
import Glibc
import Lexi
import LexiAPI

extension Command {
    /// `lexi token`: makes a token for trying things out.
    static let token = Command(
        "token", "Make an access token, for trying things out with curl.",
        discussion: """
            Prints the token alone, so that it can be used in a command:

              TOKEN=$(lexi token --sub me --email me@example.com)
              curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8080/v1/me

            The token is signed with the server's own secret: call it with the same --data, or the same LEXI_JWT_SECRET.
            """,
        options: [Settings.subject, Settings.email, Settings.scope, Settings.expires, Settings.data] + Settings.tokens
    ) { arguments, terminal in
        try arguments.noOperands()
        let subject = try arguments.required(Settings.subject)
        guard (1...TokenRules.maximumSubjectByteCount).contains(subject.utf8.count) else {
            throw UsageError("--sub takes up to \(TokenRules.maximumSubjectByteCount) bytes")
        }
        let email = arguments.string(Settings.email)
        if let email {
            do throws(InvalidValue) { _ = try EmailAddress(email) } catch {
                throw UsageError("--email: '\(email)' \(error.detail)")
            }
        }
        let configuration = try arguments.tokenConfiguration(announcingOn: terminal)
        let token = JWTSigner(configuration).token(
            subject: subject, email: email, scopes: arguments.list(Settings.scope),
            issuedAt: Int(MachineClock.secondsSince1970), lifetime: try arguments.duration(Settings.expires) ?? 0)
        terminal.print(token)
        return 0
    }
}

extension Arguments {
    /// What tokens look like: the configured secret, or else the data folder's own.
    func tokenConfiguration(announcingOn terminal: Terminal) throws -> JWTConfiguration {
        let issuer = ownIssuer
        let audiences = list(Settings.audience)
        var place = source(of: Settings.secret)
        do {
            if let secret = string(Settings.secret) {
                return try JWTConfiguration(secret: Array(secret.utf8), issuer: issuer, audiences: audiences)
            }
            let folder = DataFolder(path: try required(Settings.data))
            place = "'\(folder.secretFile)'"
            try folder.create()
            let (secret, isNew) = try folder.tokenSecret()
            if isNew { terminal.complain("Made a secret for tokens: \(folder.secretFile) (mode 0600).") }
            return try JWTConfiguration(secret: secret, issuer: issuer, audiences: audiences)
        } catch let error as JWTConfigurationError {
            throw CommandFailure("\(place): \(error)")
        }
    }
}
