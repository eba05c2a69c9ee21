/// Why a route cannot be added: a mistake in the program, found at its start.
public enum RouterError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The pattern is malformed, and why.
    case invalidPattern(String, String)
    /// The method already has a route of this shape.
    case duplicate(HTTPMethod, String, existing: String)

    /// One sentence that names the pattern.
    public var description: String {
        switch self {
        case .invalidPattern(let pattern, let reason): "the route pattern \(pattern) is malformed: \(reason)"
        case .duplicate(let method, let pattern, let existing):
            "the route \(method) \(pattern) is already there as \(existing)"
        }
    }
}
