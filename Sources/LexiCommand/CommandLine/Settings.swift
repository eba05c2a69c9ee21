/// Every setting of the program, in one place: its flag, its environment variable, its default, what it means.
///
/// `lexi COMMAND --help` shows those of a command; a test compares the table of schema/operations/settings.md with this
/// list.
enum Settings {
    // Where it listens.
    static let host = Option(
        "host", "ADDRESS", environment: "LEXI_HOST", default: "127.0.0.1", "the address to listen on")
    static let port = Option(
        "port", "PORT", environment: "LEXI_PORT", default: "8080", "the port to listen on; 0 for any that is free")
    static let memory = Option(
        "memory", "MB", environment: "LEXI_MEMORY",
        "memory for the caches of the table, in megabytes (default: a sixteenth of the machine's, from 32 to 160)")
    static let streamShards = Option(
        "stream-shards", "N", environment: "LEXI_STREAM_SHARDS", default: "1",
        "shards of the streams that are turned on from now on, 1 to 16")
    static let enforceThroughput = Option(
        "enforce-throughput", environment: "LEXI_ENFORCE_THROUGHPUT",
        "refuse requests beyond the throughput of their tables, as DynamoDB does, to try out how clients back off")
    static let backups = Option(
        "backups", "FOLDER", environment: "LEXI_BACKUPS",
        "the folder with the backups of tables (default: backups in the data folder)")
    static let exports = Option(
        "exports", "FOLDER", environment: "LEXI_EXPORTS",
        "the folder whose folders are the buckets of exports and imports (default: exports in the data folder)")
    static let metricsAddress = Option(
        "metrics-address", "ADDRESS:PORT", environment: "LEXI_METRICS_ADDRESS",
        "serve /metrics at this address alone, and not with the API; port 0 for any that is free (default: with the API)"
    )
    static let outputMemory = Option(
        "output-memory", "MB", environment: "LEXI_OUTPUT_MEMORY", default: "128",
        "memory for requests in work and for answers that wait for their clients, in megabytes")
    static let countUnits = Option(
        "count-units", environment: "LEXI_COUNT_UNITS",
        "count the read and write units of every call for /metrics, as is always done at an endpoint (default: estimated from every 16th)"
    )
    static let loops = Option(
        "loops", "N", environment: "LEXI_LOOPS",
        "event loops, each on a separate thread (default: one for every two cores)")

    // Where the table listens, for the aws CLI and SDKs: next to the service, and alone.
    static let dynamoDBPort = Option(
        "dynamodb-port", "PORT", environment: "LEXI_DYNAMODB_PORT",
        "serve DynamoDB's protocol on this port too; 0 for any that is free (default: not served)")
    static let dynamoDBHost = Option(
        "dynamodb-host", "ADDRESS", environment: "LEXI_DYNAMODB_HOST", default: "localhost",
        "the address for DynamoDB's protocol; one that is not loopback needs keys")
    static let tablePort = Option(
        "port", "PORT", environment: "LEXI_DYNAMODB_PORT", default: "8000",
        "the port to listen on; 0 for any that is free")
    static let tableHost = Option(
        "host", "ADDRESS", environment: "LEXI_DYNAMODB_HOST", default: "localhost",
        "the address to listen on; one that is not loopback needs keys")
    static let accessKey = Option(
        "dynamodb-access-key", "ID", environment: "LEXI_DYNAMODB_ACCESS_KEY_ID",
        "the access key id that requests of DynamoDB's protocol must be signed with (default: any)")
    static let secretKey = Option(
        "dynamodb-secret-key", "SECRET", environment: "LEXI_DYNAMODB_SECRET_ACCESS_KEY",
        "the secret of that key; better set in the environment")

    // Where the data is.
    static let data = Option(
        "data", "FOLDER", environment: "LEXI_DATA", default: "data",
        "the folder with the table's file and the generated secrets")
    static let table = Option(
        "table", "NAME", environment: "LEXI_TABLE", default: "LexiApp", "the table's name")
    static let seed = Option(
        "seed", "FOLDER", environment: "LEXI_SEED", "fixtures to load at the first start, when there is no table yet")
    static let fixtures = Option(
        "fixtures", "FOLDER", environment: "LEXI_FIXTURES", default: "fixtures", "the folder with the fixtures")

    // Who may do what.
    static let secret = Option(
        "jwt-secret", "SECRET", environment: "LEXI_JWT_SECRET",
        "signs and verifies tokens (HS256), 32 bytes or more; better set in the environment (default: made at the first start, kept in the data folder)"
    )
    static let issuer = Option(
        "jwt-issuer", "NAME", environment: "LEXI_JWT_ISSUER", default: "lexi", "the issuer that tokens must name")
    static let audience = Option(
        "jwt-audience", "NAME", environment: "LEXI_JWT_AUDIENCE", default: "lexi-api",
        "an audience that tokens may name, such as a client id; repeat it, or separate several by commas")
    static let oidcIssuer = Option(
        "oidc-issuer", "URL", environment: "LEXI_OIDC_ISSUER",
        "an identity provider whose tokens are accepted, too; its keys are found by OpenID discovery")
    static let jwks = Option(
        "jwks", "PLACE", environment: "LEXI_JWKS",
        "a file or an address with the keys (JWKS) of the identity provider that --jwt-issuer names")
    static let oidcConfig = Option(
        "oidc-config", "FILE", environment: "LEXI_OIDC_CONFIG",
        "several identity providers: a JSON list of issuer, audiences, jwks and require_verified_email")
    static let cursorSecret = Option(
        "cursor-secret", "SECRET", environment: "LEXI_CURSOR_SECRET",
        "signs cursors, 32 bytes or more; give servers of one table the same (default: made at the first start, kept in the data folder)"
    )
    static let adminEmails = Option(
        "admin-email", "EMAIL", environment: "LEXI_ADMIN_EMAILS",
        "who registers with this address becomes an administrator; repeat it, or separate several by commas")
    static let corsOrigins = Option(
        "cors-origin", "ORIGIN", environment: "LEXI_CORS_ORIGINS",
        "a web page's origin that may call the API; repeat it, or separate several by commas (default: none)")
    static let rateLimit = Option(
        "rate-limit", "N", environment: "LEXI_RATE_LIMIT", default: "600",
        "requests that each user may make in a minute; 0 for no limit")
    static let writeLimit = Option(
        "rate-limit-writes", "N", environment: "LEXI_RATE_LIMIT_WRITES", default: "0",
        "how many of these may be writes (all except GET and HEAD); 0 for no separate limit")
    static let addressLimit = Option(
        "rate-limit-address", "N", environment: "LEXI_RATE_LIMIT_ADDRESS", default: "0",
        "requests that may come from each address in a minute, refused tokens among them; 0 for no limit")
    static let trustedProxies = Option(
        "trusted-proxy", "CIDR", environment: "LEXI_TRUSTED_PROXIES",
        "addresses of proxies whose Forwarded or X-Forwarded-For counts; repeat it, or separate several by commas (default: none)"
    )

    // What the real app calls.
    static let appAPI = Option(
        "app-api", "STATE", environment: "LEXI_APP_API", default: "on",
        "'on' or 'off': whether the real app's own calls (/profile, /flashcards, …) are served next to /v1")
    static let vocabularyURL = Option(
        "vocabulary-url", "URL", environment: "LEXI_VOCABULARY_URL",
        "the service that the app's vocabulary calls are handed on to, with the caller's token (default: they are answered with 503)"
    )

    // How it runs.
    static let logLevel = Option(
        "log-level", "LEVEL", environment: "LEXI_LOG_LEVEL", default: "info",
        "error, warning, info (a line for each request) or debug")
    static let grace = Option(
        "grace", "TIME", environment: "LEXI_GRACE", default: "10s",
        "how long requests that are under way may take after SIGTERM")

    // What a token says.
    static let subject = Option(
        "sub", "SUBJECT", environment: "LEXI_TOKEN_SUB", "whom the token is for, as the identity provider knows them")
    static let email = Option(
        "email", "EMAIL", environment: "LEXI_TOKEN_EMAIL", "the e-mail address that registration takes")
    static let scope = Option(
        "scope", "SCOPE", environment: "LEXI_TOKEN_SCOPE",
        "what it allows besides a learner's calls; 'lexi/service' for services")
    static let expires = Option(
        "expires", "TIME", environment: "LEXI_TOKEN_EXPIRES", default: "12h",
        "how long it is valid, such as 15m, 12h or 30d")

    /// Settings that say where the table is.
    static let storage = [data, table]
    /// Settings of tokens, for those who make them and those who check them.
    static let tokens = [secret, issuer, audience]
    /// Settings of identity providers.
    static let providers = [oidcIssuer, jwks, oidcConfig]
}
