/// What the OpenAPI document says of a route besides its form.
struct RouteSummary: Sendable {
    /// Its name in generated clients (`operationId`).
    var id: String
    /// The group that it is shown in.
    var tag: String
    /// One sentence.
    var text: String

    init(_ id: String, _ tag: String, _ text: String) {
        self.id = id
        self.tag = tag
        self.text = text
    }
}
