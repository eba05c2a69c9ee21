/// What a verified access token says of its bearer. Role and activity are not in it: they come from the user's item.
public struct AccessToken: Sendable, Equatable {
    /// The scope of the services that write AI turns and scores.
    public static let serviceScope = "lexi/service"

    /// Who issued it (`iss`).
    public let issuer: String
    /// Whom it was issued for (`sub`), unique with this issuer.
    public let subject: String
    /// The e-mail address (`email`), when the token carries one.
    public let email: String?
    /// Whether that address belongs to the bearer, by the issuer's ``TokenRules/emailRule``.
    public let isEmailVerified: Bool
    /// What the bearer is called (`name`), when the token says so.
    public var name: String?
    /// A picture of the bearer (`picture`), when the token says so.
    public var picture: String?
    /// What it allows (`scope`), word by word.
    public let scopes: [String]
    /// When it was issued (`iat`), in seconds since 1970, when the token says so.
    public var issuedAt: Int?
    /// From when on it is void (`exp`), in seconds since 1970.
    public let expires: Int
    /// From when on it is valid (`nbf`), in seconds since 1970.
    public let notBefore: Int?
    /// How far the issuer's clock may differ from ours, in seconds.
    public let clockSkew: Int

    /// Whether the bearer is one of the services.
    public var isOfService: Bool { scopes.contains { $0.utf8.elementsEqual(Self.serviceScope.utf8) } }

    /// Checks that the token is valid at `now`, in seconds since 1970.
    /// - Throws: ``TokenError/expired`` or ``TokenError/notYetValid``.
    func checkTime(now: Int) throws(TokenError) {
        guard now < expires.saturatingAdd(clockSkew) else { throw .expired }
        if let notBefore, now.saturatingAdd(clockSkew) < notBefore { throw .notYetValid }
    }
}

extension Int {
    /// The sum, or the greatest or least integer where it would lie beyond.
    fileprivate func saturatingAdd(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other > 0 ? Int.max : Int.min) : sum
    }
}
