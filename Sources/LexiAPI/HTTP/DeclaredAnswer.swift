import HTTPServer

/// An answer that a route gives when all goes well, as the OpenAPI document describes it.
struct DeclaredAnswer: Sendable {
    var status: HTTPStatus
    var description: String
    var schema: Schema?
    var mediaType = "application/json"
    /// Other types in which the same may come.
    var otherTypes: [String] = []
    var hasTag = false
    var hasLocation = false

    static func ok(_ schema: Schema, tag: Bool = false) -> DeclaredAnswer {
        DeclaredAnswer(status: .ok, description: "Done.", schema: schema, hasTag: tag)
    }

    static func created(_ schema: Schema, tag: Bool = false) -> DeclaredAnswer {
        DeclaredAnswer(status: .created, description: "Made.", schema: schema, hasTag: tag, hasLocation: true)
    }

    static func other(_ mediaType: String, _ description: String) -> DeclaredAnswer {
        DeclaredAnswer(status: .ok, description: description, schema: .text(), mediaType: mediaType)
    }

    static let noContent = DeclaredAnswer(status: .noContent, description: "Done; the answer has no content.")
}
