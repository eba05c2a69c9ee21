import DynamoModel
import JSONText

/// The violated constraints that the service words otherwise than the rest, since June 2026: a few members of a few
/// operations. A request that lacks a required member is answered in the older way throughout.
///
/// Source: the conformance suite paritysuite/dynamodb-conformance, `registry/splits.json` and `tests/tier3` of October
/// 2026, which holds captures of all regions; what follows is the answer of 31 of 33 regions or more, of BatchWriteItem
/// that of 28.
struct ViolationWording {
    private let operation: DynamoOperation
    /// Whether all members are there that must be.
    private let isComplete: Bool

    init(_ operation: DynamoOperation, _ members: JSONObject, _ shape: Shape) {
        self.operation = operation
        if case .structure(_, let known) = shape.kind {
            isComplete = known.allSatisfy { member in
                guard member.isRequired else { return true }
                return members[member.name].map { !$0.isNull } ?? false
            }
        } else {
            isComplete = false
        }
    }

    /// Throws what is reported alone, whatever else is wrong.
    func checkFirst(_ members: JSONObject) throws(DynamoDBError) {
        guard isComplete, operation.reportsFaultsAsViolations else { return }
        if members["TableName"]?.stringValue?.isEmpty == true {
            throw DynamoDBError.validation(
                "Value at 'TableName' failed to satisfy constraint: Member must have length greater than or equal to 1"
            ).counted
        }
        if operation == .updateItem, let text = members["ReturnValues"]?.stringValue,
            ReturnValues(rawValue: text) == nil
        {
            throw DynamoDBError.validation(Self.returnValues).counted
        }
    }

    /// The members of the request in the order in which violations are reported.
    func ordered(_ members: [Shape.Member]) -> [Shape.Member] {
        guard operation.reportsFaultsAsViolations else { return members }
        let first = members.filter { $0.name == "ReturnConsumedCapacity" }
        let last = operation == .updateItem ? members.filter { $0.name == "Key" } : []
        let rest = members.filter { member in !(first + last).contains { $0.name == member.name } }
        return first + rest + last
    }

    /// The words for a choice that is not allowed; nil for the usual ones.
    func choice(at path: String) -> String? {
        isComplete && operation.reportsFaultsAsViolations && path == "returnValues" ? Self.returnValues : nil
    }

    /// The place of a member whose value is not shown; nil for the usual words.
    func place(_ path: String) -> String? {
        guard isComplete else { return nil }
        switch operation {
        case .query where path == "limit": return "Limit"
        case .batchGetItem where path == "requestItems": return "RequestItems"
        case .batchGetItem where path.hasPrefix("requestItems.") && path.hasSuffix(".member.keys"):
            return "RequestItems." + path.dropFirst("requestItems.".count).dropLast("keys".count) + "Keys"
        default: return nil
        }
    }

    /// Whether an empty table name is too short by one only, and has no pattern to meet.
    var reportsEmptyNamesOnce: Bool { operation.reportsFaultsAsViolations }

    /// Whether the operation itself reports a list that is too short, after all constraints.
    func isLeftToTheOperation(_ path: String) -> Bool { operation == .batchWriteItem && path == "requestItems" }

    // `UPDATE_NEW` is the service's.
    private static let returnValues =
        "Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATE_NEW, NONE]"
}
