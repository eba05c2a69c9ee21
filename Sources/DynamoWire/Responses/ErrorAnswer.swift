import DynamoModel
import JSONText

/// An error's answer, with its type also when it does not come from the table but from a program in front of the
/// service.
public struct ErrorAnswer: Sendable, Equatable {
    /// The type's name, without what stands before `#`; nil when the body is not an error of the protocol.
    public let type: String?
    /// The error. One that DynamoDB's table does not have is `internalServerError` or, below status 500, `validation`,
    /// with what there is of a message.
    public let error: DynamoDBError

    /// Reads the body of an error's answer.
    public init(json: [UInt8], status: Int) {
        let limits = JSONLimits(maximumDepth: DynamoRequest.jsonDepth, maximumBytes: DynamoResponse.maximumBytes)
        let object = WireObject(try? JSONValue.parse(json, limits: limits))
        let type = object.string("__type").flatMap { $0.utf8.split(separator: UInt8(ascii: "#")).last }.flatMap {
            String($0)
        }
        let message = object.string("message") ?? object.string("Message")
        let unknown: DynamoDBError.Code =
            status == 503 ? .serviceUnavailable : status >= 500 ? .internalServerError : .validation
        self.type = type
        error = DynamoDBError(
            type.flatMap(DynamoDBError.Code.init(rawValue:)) ?? unknown,
            message ?? "The service answered with status \(status)\(type.map { " and \($0)" } ?? "")",
            item: try? object.checkedAttributes("Item"),
            cancellationReasons: (object.objects("CancellationReasons") ?? []).map(CancellationReason.init(wire:)),
            throttlingReasons: (object.objects("ThrottlingReasons") ?? object.objects("throttlingReasons") ?? [])
                .map(ThrottlingReason.init(wire:)))
    }
}
