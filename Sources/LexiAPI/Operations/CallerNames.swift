import Digests

/// Names callers in the log: the same caller has the same name, from which nobody finds out who it is without our key.
final class CallerNames: Sendable {
    private struct Subject: Hashable, Sendable {
        let issuer: String
        let subject: String
    }

    /// Keeps these names apart from all else that the key is used for.
    private static let label = "lexi/log-callers/1"
    private static let byteCount = 8
    private static let generationSize = 2048

    private let key: HMACSHA256.Key
    private let recent = RecentCache<Subject, String>(generationSize: generationSize)

    /// - Parameter secret: kept between starts, as the names then are.
    init(secret: [UInt8]) {
        key = HMACSHA256.Key(HMACSHA256.Key(secret).authenticate(utf8: Self.label))
    }

    /// Sixteen hexadecimal digits.
    func name(of token: AccessToken) -> String {
        let subject = Subject(issuer: token.issuer, subject: token.subject)
        if let name = recent.value(for: subject) { return name }
        let code = key.authenticate(utf8: "\(token.issuer)\n\(token.subject)")
        let name = Hex.encode(Array(code.prefix(Self.byteCount)))
        recent.remember(name, for: subject)
        return name
    }
}
