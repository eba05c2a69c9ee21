import HTTPServer
import Lexi

/// How the API behaves.
public struct LexiAPIConfiguration: Sendable {
    /// The shortest cursor key, in bytes.
    public static let minimumCursorKeyByteCount = 32

    /// Which tokens with the shared secret are accepted.
    public var tokens: JWTConfiguration
    /// Identity providers whose tokens are accepted, too; each has its own issuer.
    public var identityProviders: [IdentityProvider] = []
    /// The secret that signs cursors. Cursors outlive a restart when it does.
    public var cursorKey: [UInt8]
    /// A user who registers with one of these addresses becomes an admin.
    public var adminEmails: [EmailAddress] = []
    /// Origins whose scripts may call, spelt exactly as browsers send them; none: CORS is off.
    public var allowedOrigins: [String] = []
    /// How many requests a user may send; nil: any number.
    public var rateLimit: RateLimit? = .generous
    /// How many files a user may import and export; nil: any number.
    public var fileLimit: RateLimit? = RateLimit(burst: 10, requests: 30, window: 60)
    /// How many of a user's requests may be writes (all methods but GET and HEAD), besides ``rateLimit``; nil: any
    /// number of them.
    public var writeLimit: RateLimit?
    /// How many requests an address may send, those with refused tokens among them; nil: any number.
    public var addressLimit: RateLimit?
    /// The proxies whose word counts for where a request comes from; none: the peer counts.
    public var trustedProxies: [AddressRange] = []
    /// Whether each call of the table is asked for the read and write units that it takes; otherwise the figures of
    /// `/metrics` are estimated from some calls. An embedded table costs no units, so that it is off where nothing else
    /// is said.
    public var countsUnits = false
    /// Whether nothing else writes users' data to the table, as to an embedded one: then less is read of it.
    public var hasTableAlone = false
    /// Where the table is and which settings chose it, for log lines about errors of the table's: "the table 'LexiApp'
    /// in data/".
    public var tablePlace = "the table"
    /// Says why the table cannot be written; nil when it can, as far as is known. For `/health/ready`.
    public var writeObstacle: @Sendable () async -> String? = { nil }
    /// Whether `/metrics` is one of the API's routes. If not, ``LexiResponder/metricsResponder`` serves it at a
    /// separate address.
    public var servesMetrics = true
    /// Whether the real app's own calls are served next to `/v1`.
    public var servesAppAPI = true
    /// The dictionary of the app's vocabulary calls; nil: they are answered with 503.
    public var vocabulary: (any VocabularyService)?
    /// The version of the program.
    public var version: String

    /// A configuration with the default limits.
    /// - Throws: `CursorKeyTooShort`.
    public init(tokens: JWTConfiguration, cursorKey: [UInt8], version: String) throws(CursorKeyTooShort) {
        guard cursorKey.count >= Self.minimumCursorKeyByteCount else { throw CursorKeyTooShort() }
        self.tokens = tokens
        self.cursorKey = cursorKey
        self.version = version
    }

    /// What verifies the tokens of all issuers.
    var tokenVerifier: any TokenVerifier {
        identityProviders.isEmpty ? JWTVerifier(tokens) : IssuersVerifier(tokens, identityProviders)
    }
}
