/// What is wrong with a row.
struct ImportFault: Error, Equatable {
    let reason: String
}
