/// Something that stopped a command, said so that a person knows what to do; exit status 1.
struct CommandFailure: Error {
    let message: String

    init(_ message: String) { self.message = message }
}
