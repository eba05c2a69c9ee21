import DynamoModel

/// What stopped the moving of a table. Descriptions are for the operator: they say what is wrong and where; they hold
/// no values of attributes besides keys.
public enum TransferError: Error, Sendable, Equatable {
    /// An operation on a table failed.
    case table(title: String, DynamoDBError)
    /// A file cannot be read or written.
    case file(path: String, reason: String)
    /// A file is not what it says it is: damaged, cut off, or not as its manifest has it.
    case damaged(path: String, reason: String)
    /// Lines that are no items: the first ones, and how many there are in all.
    case badLines([BadLine], total: Int)
    /// What was asked for would lose or mix data.
    case refused(String)
    /// The table did not take items for a long time.
    case overloaded(title: String)
    /// It was asked to stop.
    case stopped
}

extension TransferError: CustomStringConvertible {
    /// What is wrong, for the operator.
    public var description: String {
        switch self {
        case .table(let title, let error): "table \(title): \(error)"
        case .file(let path, let reason): "'\(path)': \(reason)"
        case .damaged(let path, let reason): "'\(path)' is damaged: \(reason)"
        case .badLines(let lines, let total): Self.text(lines, total)
        case .refused(let reason): reason
        case .overloaded(let title):
            "table \(title) has taken no items for a long time; try again later, or with --rate"
        case .stopped: "stopped"
        }
    }

    private static func text(_ lines: [BadLine], _ total: Int) -> String {
        let listed = lines.map(\.description).joined(separator: "\n")
        return total > lines.count ? listed + "\nand \(total - lines.count) more" : listed
    }
}
