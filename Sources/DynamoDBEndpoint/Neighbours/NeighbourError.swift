/// What is wrong with a request to CloudWatch or IAM: the service's code and message.
struct NeighbourError: Error, Equatable {
    /// The code in the protocol `query`, such as `InvalidParameterValue`.
    let code: String
    let message: String
    var status = 400

    /// The name of the error's shape in the other protocols.
    var shape: String {
        switch code {
        case "MissingParameter": "MissingRequiredParameterException"
        case "InternalServiceError": "InternalServiceFault"
        case "InvalidParameterValue", "InvalidParameterCombination": "\(code)Exception"
        default: code
        }
    }

    static func missing(_ name: String) -> NeighbourError {
        NeighbourError(code: "MissingParameter", message: "The parameter \(name) is required.")
    }

    static func invalid(_ message: String) -> NeighbourError {
        NeighbourError(code: "InvalidParameterValue", message: message)
    }

    static func combination(_ message: String) -> NeighbourError {
        NeighbourError(code: "InvalidParameterCombination", message: message)
    }

    /// What the service supports and this one does not.
    static func unsupported(_ message: String) -> NeighbourError {
        NeighbourError(code: "ValidationError", message: message)
    }
}
