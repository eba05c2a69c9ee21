import DynamoModel
import TableStore

extension EngineFault {
    /// A request that breaks a rule.
    static func validation(_ message: String) -> EngineFault { .request(.validation(message)) }

    /// A request with an invalid value, worded as the service words most of them.
    static func invalid(_ message: String) -> EngineFault {
        .validation("One or more parameter values were invalid: \(message)")
    }

    /// A violated constraint of the service's model, worded as the wire words it.
    static func violation(_ constraint: Constraint, at place: String, value: String? = nil) -> EngineFault {
        .request(.violations([constraint.violation(at: place, value: value)]))
    }

    /// Refuses what violates a constraint of the service's model: of callers without a wire, since the wire has asked
    /// the same shape before.
    static func refuse(
        _ violated: Constraint?, at place: @autoclosure () -> String, value: @autoclosure () -> String? = nil
    ) throws(EngineFault) {
        if let violated { throw .violation(violated, at: place(), value: value()) }
    }

    /// A read of an index that the table does not have.
    static func missingIndex(_ name: String) -> EngineFault {
        .validation("The table does not have the specified index: \(name)")
    }
}
