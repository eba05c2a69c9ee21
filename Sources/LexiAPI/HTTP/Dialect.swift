/// The tables of routes, which differ in what they take and in how they answer.
enum Dialect: Sendable {
    /// The API under `/v1`, and what the service says about itself: strict, with problem details for errors.
    case v1
    /// The calls of the real app, at the root: tolerant, with an envelope around all answers.
    case app
}
