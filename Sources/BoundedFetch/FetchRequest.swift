/// A short request over HTTP.
public struct FetchRequest: Sendable, Equatable {
    /// `GET`, `PUT` or `POST`.
    public var method: String
    /// The URL.
    public var url: String
    /// Names and values of header fields.
    public var fields: [String: String]
    /// The body, empty for none.
    public var body: [UInt8]
    /// How long it may take as a whole, in seconds.
    public var seconds: Double
    /// A longer body of the answer is refused, in bytes.
    public var byteLimit: Int

    /// A request; its answer has at most 64 KiB unless another limit is given.
    public init(
        method: String = "GET", url: String, fields: [String: String] = [:], body: [UInt8] = [], seconds: Double,
        byteLimit: Int = 64 * 1024
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
        self.seconds = seconds
        self.byteLimit = byteLimit
    }
}

/// The answer to a ``FetchRequest``.
public struct FetchAnswer: Sendable, Equatable {
    /// The status.
    public var status: Int
    /// The body, up to ``FetchRequest/byteLimit`` bytes.
    public var body: [UInt8]

    /// An answer.
    public init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}

/// Why there is no answer, in a few words.
public struct FetchFailure: Error, Sendable, Equatable {
    /// The words.
    public let detail: String

    /// A failure.
    public init(_ detail: String) { self.detail = detail }
}
