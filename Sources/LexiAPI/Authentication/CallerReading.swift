/// What is read, or made, of the user who calls.
struct CallerReading: Sendable {
    /// Whether the answer has some of the user's statistics. (What only writes reads them at the moment of the write:
    /// read before, they are more often outdated, and a failed transaction costs more than a read.)
    var wantsStatistics = false
    /// Whether a subject that is not registered yet is registered from the claims of the token.
    var registers = false

    static let user = CallerReading()
}
