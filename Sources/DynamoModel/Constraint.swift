/// A constraint of the service's model on a member of a request. Its words have one place, here; its bounds, and the
/// check, are those of the model's shapes.
public enum Constraint: Sendable, Equatable {
    /// The least number of characters of a text, or of elements of a list or map.
    case lengthAtLeast(Int)
    /// The greatest number of characters of a text, or of elements of a list or map.
    case lengthAtMost(Int)
    /// The least that an integer may be.
    case valueAtLeast(Int)
    /// The greatest that an integer may be.
    case valueAtMost(Int)
    /// A regular expression for the whole text.
    case pattern(String)
    /// One of these texts, byte for byte.
    case choice([String])

    /// The rule in the service's words.
    public var rule: String {
        switch self {
        case .lengthAtLeast(let least): "Member must have length greater than or equal to \(least)"
        case .lengthAtMost(let most): "Member must have length less than or equal to \(most)"
        case .valueAtLeast(let least): "Member must have value greater than or equal to \(least)"
        case .valueAtMost(let most): "Member must have value less than or equal to \(most)"
        case .pattern(let pattern): "Member must satisfy regular expression pattern: \(pattern)"
        case .choice(let values): "Member must satisfy enum value set: [\(values.joined(separator: ", "))]"
        }
    }

    /// The violation of the rule in the service's words.
    ///
    /// - Parameter value: the value as it is shown; nil where it is not.
    public func violation(at place: String, value: String? = nil) -> String {
        Self.violation(of: rule, at: place, value: value)
    }

    /// The violation of a rule in the service's words.
    public static func violation(of rule: String, at place: String, value: String?) -> String {
        "Value\(value.map { " '\($0)'" } ?? "") at '\(place)' failed to satisfy constraint: \(rule)"
    }
}

extension DynamoDBError {
    /// A request that violates constraints: the one place where they are counted.
    public static func violations(_ violations: [String]) -> DynamoDBError {
        let plural = violations.count == 1 ? "error" : "errors"
        return .validation("\(violations.count) validation \(plural) detected: \(violations.joined(separator: "; "))")
    }
}
