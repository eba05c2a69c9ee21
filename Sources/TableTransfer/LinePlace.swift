import DynamoModel

/// The file and line that an item was read from.
struct LinePlace: Sendable {
    let file: String
    let line: Int

    /// What is wrong there.
    func bad(_ reason: String) -> BadLine { BadLine(file: file, line: line, reason: reason) }
}
