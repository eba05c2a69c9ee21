/// How much is logged.
public enum LogLevel: String, Sendable, CaseIterable, Comparable {
    /// Failures of the service.
    case error
    /// What needs a look, too.
    case warning
    /// Each request, too.
    case info
    /// Everything.
    case debug

    private var rank: Int {
        switch self {
        case .error: 0
        case .warning: 1
        case .info: 2
        case .debug: 3
        }
    }

    /// Whether the left one logs less.
    public static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }
}
