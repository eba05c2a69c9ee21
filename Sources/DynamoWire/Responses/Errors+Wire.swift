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

    /// Reads the body of an error's answer. What is no error of DynamoDB becomes `internalServerError` or, below status 500,
    /// `validation`, with what there is of a message.
    public init(json: [UInt8], status: Int) {
        let limits = JSONLimits(maximumDepth: DynamoRequest.jsonDepth, maximumBytes: DynamoRequest.maximumBytes)
        let object = WireObject(try? JSONValue.parse(json, limits: limits))
        let type = object.string("__type").flatMap { $0.utf8.split(separator: UInt8(ascii: "#")).last }.flatMap {
            String($0)
        }
        let code = type.flatMap(Code.init(rawValue:))
        let message = object.string("message") ?? object.string("Message")
        let reasons = (object.objects("CancellationReasons") ?? []).map(CancellationReason.init(wire:))
        let unknown = status == 503 ? Code.serviceUnavailable : status >= 500 ? .internalServerError : .validation
        self.init(
            code ?? unknown, message ?? "The service answered with status \(status)\(type.map { " and \($0)" } ?? "")",
            item: try? object.checkedAttributes("Item"), cancellationReasons: reasons)
    }
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

extension JSONWriter {
    fileprivate mutating func cancellationReason(_ reason: CancellationReason) {
        object { writer in
            writer.member("Code", reason.code.rawValue)
            writer.member("Item", reason.item)
            writer.member("Message", reason.message)
        }
    }
}
