import DynamoModel
import DynamoWire

/// A request that records keep.
protocol StorableRequest: Sendable {
    /// Reads the JSON of the request; nil when it is not such a one.
    init?(json: [UInt8])
    /// The request as it would be sent.
    var json: [UInt8] { get }
}

extension ExportRequest: StorableRequest {
    init?(json: [UInt8]) {
        guard case .transfer(.export(let request))? = try? DynamoRequest(.exportTableToPointInTime, json: json) else {
            return nil
        }
        self = request
    }

    var json: [UInt8] { DynamoRequest.transfer(.export(self)).json }
}

extension ImportRequest: StorableRequest {
    init?(json: [UInt8]) {
        guard case .transfer(.importTable(let request))? = try? DynamoRequest(.importTable, json: json) else {
            return nil
        }
        self = request
    }

    var json: [UInt8] { DynamoRequest.transfer(.importTable(self)).json }
}
