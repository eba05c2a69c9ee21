/// Why a number cannot be held, each with DynamoDB's own wording.
public enum DynamoNumberError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The text is not a decimal number.
    case malformed(String)
    /// More than 38 significant digits.
    case tooManyDigits
    /// The magnitude is above 9.99…E+125.
    case overflow
    /// The magnitude is below 1E-130 and not zero.
    case underflow

    /// DynamoDB's message.
    public var description: String {
        switch self {
        case .malformed(let text):
            text.isEmpty
                ? "The parameter cannot be converted to a numeric value"
                : "The parameter cannot be converted to a numeric value: \(text)"
        case .tooManyDigits: "Attempting to store more than 38 significant digits in a Number"
        case .overflow: "Number overflow. Attempting to store a number with magnitude larger than supported range"
        case .underflow: "Number underflow. Attempting to store a number with magnitude smaller than supported range"
        }
    }
}
