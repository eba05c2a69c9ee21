import DynamoModel

/// Why a text is not a statement.
enum StatementFault: Error, Equatable {
    /// It is not well formed.
    case syntax(String)
    /// It is well formed, and says what no statement may say.
    case refused(String)

    /// The service's words.
    var message: String {
        switch self {
        case .syntax(let detail): "Statement wasn't well formed, can't be processed: \(detail)"
        case .refused(let message): message
        }
    }

    static let tooDeep =
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit"
}
