import DynamoModel
import JSONText

extension DynamoDBError {
    /// The body of the error's answer: `__type`, the message, and what goes with the type.
    public var json: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("__type", "\(code.namespace)#\(code.rawValue)")
            if code.spellsMessageLarge { writer.member("Message", message) } else { writer.member("message", message) }
            writer.member("Item", item)
            if code == .transactionCanceled {
                writer.member("CancellationReasons", cancellationReasons) { $0.cancellationReason($1) }
            }
            if !throttlingReasons.isEmpty {
                writer.member(code.throttlingReasons, throttlingReasons) { $0.throttlingReason($1) }
            }
        }
        return writer.bytes
    }

    /// The status of the error's answer.
    public var httpStatus: Int {
        switch code {
        case .internalServerError: 500
        case .serviceUnavailable: 503
        default: 400
        }
    }

    /// Reads the body of an error's answer: see ``ErrorAnswer``.
    public init(json: [UInt8], status: Int) { self = ErrorAnswer(json: json, status: status).error }
}

extension DynamoDBError.Code {
    /// What stands before `#`: the layer of the service that answers with this type.
    var namespace: String {
        switch self {
        case .validation: "com.amazon.coral.validate"
        case .serialization, .unknownOperation, .serviceUnavailable: "com.amazon.coral.service"
        case .throttling: "com.amazon.coral.availability"
        default: "com.amazonaws.dynamodb.v20120810"
        }
    }

    /// How the type spells the member with the reasons.
    var throttlingReasons: StaticString { self == .throttling ? "throttlingReasons" : "ThrottlingReasons" }

    /// Some types spell the member `Message`.
    var spellsMessageLarge: Bool {
        switch self {
        case .serialization, .transactionCanceled, .idempotentParameterMismatch, .transactionInProgress: true
        default: false
        }
    }
}

extension CancellationReason {
    init(wire object: WireObject) {
        self.init(
            object.choice("Code") ?? .none, message: object.string("Message"),
            item: try? object.checkedAttributes("Item"))
    }
}

extension ThrottlingReason {
    init(wire object: WireObject) {
        self.init(reason: object.string("reason") ?? "", resource: object.string("resource") ?? "")
    }
}

extension JSONWriter {
    mutating func throttlingReason(_ reason: ThrottlingReason) {
        object { writer in
            writer.member("reason", reason.reason)
            writer.member("resource", reason.resource)
        }
    }

    mutating func cancellationReason(_ reason: CancellationReason) {
        object { writer in
            writer.member("Code", reason.code.rawValue)
            writer.member("Item", reason.item)
            writer.member("Message", reason.message)
        }
    }
}
