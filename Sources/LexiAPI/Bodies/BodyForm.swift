/// What the body of a call must look like.
struct BodyForm: Sendable {
    /// Its name among the components of the OpenAPI document: generated clients name a type after it.
    var name: String
    var schema: Schema
    /// Whether an empty body stands for `{}`.
    var isOptional = false
    /// Whether it is a merge patch (RFC 7396).
    var isPatch = false
    /// Whether it is read as JSON whatever its media type, and members that it does not have are ignored.
    var isTolerant = false
    /// Bytes that it may have, decompressed.
    var limit = Route.ordinaryBodyLimit
    /// Media types besides JSON, in lower case, whose bytes the handler reads itself: `text/csv`, for example.
    var otherTypes: [String] = []
    /// Whether the handler reads the bytes of JSON, too: of a file that is too large for a tree of values.
    var isFile = false
}
