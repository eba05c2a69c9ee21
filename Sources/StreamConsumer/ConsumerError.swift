import DynamoModel
import TableTransfer

/// What a consumer cannot go on with.
public enum ConsumerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A filter is not a pattern; why.
    case badFilter(String)
    /// A file cannot be read or written.
    case file(path: String, reason: String)
    /// The stream cannot be read.
    case stream(DynamoDBError)

    /// What is wrong, for the operator.
    public var description: String {
        switch self {
        case .badFilter(let reason): "the filter cannot be used: \(reason)"
        case .file(let path, let reason): "'\(path)': \(reason)"
        case .stream(let error): "the stream cannot be read: \(error)"
        }
    }
}
