import DynamoModel

/// `RETURNING`: what a write answers with.
package struct StatementReturning: Sendable, Equatable {
    /// `MODIFIED` rather than `ALL`.
    package var isModifiedOnly: Bool
    /// `NEW` rather than `OLD`.
    package var isNew: Bool

    /// The clause as the service writes it.
    var text: String { "RETURNING \(isModifiedOnly ? "MODIFIED" : "ALL") \(isNew ? "NEW" : "OLD") *" }

    /// The values that an update returns.
    package var returnValues: ReturnValues {
        switch (isModifiedOnly, isNew) {
        case (false, false): .allOld
        case (false, true): .allNew
        case (true, false): .updatedOld
        case (true, true): .updatedNew
        }
    }
}
