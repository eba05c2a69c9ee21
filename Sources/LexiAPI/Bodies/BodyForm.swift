/// What the body of a call must look like.
struct BodyForm: Sendable {
    /// Its name among the components of the OpenAPI document: generated clients name a type after it.
    var name: String
    var schema: Schema
    /// Whether an empty body stands for `{}`.
    var isOptional = false
    /// Whether it is a merge patch (RFC 7396).
    var isPatch = false
}
