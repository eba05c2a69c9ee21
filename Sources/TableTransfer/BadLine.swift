import DynamoModel

/// A line of a file that is no item that the table could hold.
public struct BadLine: Sendable, Equatable, CustomStringConvertible {
    /// The file as the user named it, or `standard input`.
    public let file: String
    /// The line's number, from 1.
    public let line: Int
    /// What is wrong with it.
    public let reason: String

    /// `file, line 3: reason`.
    public var description: String { "\(file), line \(line): \(reason)" }
}
