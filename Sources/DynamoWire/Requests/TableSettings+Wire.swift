import DynamoModel
import JSONText

// The settings of tables and indexes: throughput, stream, encryption.

extension ProvisionedThroughput {
    init(wire object: WireObject) throws(DynamoDBError) {
        self.init(
            readCapacityUnits: try object.required("ReadCapacityUnits", object.int("ReadCapacityUnits")),
            writeCapacityUnits: try object.required("WriteCapacityUnits", object.int("WriteCapacityUnits")))
    }
}

extension WireObject {
    /// Refuses members that would need what is not here, so that nobody believes that they had an effect.
    func refuse(_ names: [String]) throws(DynamoDBError) {
        for name in names where self[name] != nil {
            throw .invalidParameter("\(name) is not supported by this endpoint")
        }
    }

    func provisionedThroughput(
        _ name: String = "ProvisionedThroughput"
    ) throws(DynamoDBError) -> ProvisionedThroughput? {
        try object(name).map { value throws(DynamoDBError) in
            try ProvisionedThroughput(wire: value)
        }
    }

    func onDemandThroughput(_ name: String = "OnDemandThroughput") -> OnDemandThroughput? {
        object(name).map {
            OnDemandThroughput(
                maxReadRequestUnits: $0.int("MaxReadRequestUnits"), maxWriteRequestUnits: $0.int("MaxWriteRequestUnits")
            )
        }
    }

    func warmThroughput() -> WarmThroughput? {
        object("WarmThroughput").map {
            WarmThroughput(
                readUnitsPerSecond: $0.int("ReadUnitsPerSecond"), writeUnitsPerSecond: $0.int("WriteUnitsPerSecond"))
        }
    }

    func sseSpecification(_ name: String = "SSESpecification") -> SSESpecification? {
        object(name).map {
            SSESpecification(
                isEnabled: $0.bool("Enabled"), type: $0.string("SSEType"), kmsMasterKeyId: $0.string("KMSMasterKeyId"))
        }
    }

    /// nil: not mentioned; `.some(nil)`: to be off.
    func streamViewType(ofNewTable isNew: Bool) throws(DynamoDBError) -> StreamViewType?? {
        guard let stream = object("StreamSpecification") else { return nil }
        let type: StreamViewType? = stream.choice("StreamViewType")
        switch (stream.bool("StreamEnabled") ?? false, type) {
        case (true, let type?): return .some(type)
        case (false, nil): return .some(nil)
        case (true, nil):
            throw .invalidParameter(
                isNew
                    ? "Table is being created with a stream enabled, UpdateViewType is required"
                    : "If stream is being enabled then UpdateViewType is required")
        case (false, .some):
            throw .invalidParameter(
                isNew
                    ? "Table is being created with a stream disabled, UpdateViewType should not be specified"
                    : "If stream is being disabled, then UpdateViewType must not be specified")
        }
    }
}

extension JSONWriter {
    mutating func throughput(_ name: StaticString, _ throughput: ProvisionedThroughput?) {
        guard let throughput else { return }
        self.name(name)
        object { writer in
            writer.member("ReadCapacityUnits", throughput.readCapacityUnits)
            writer.member("WriteCapacityUnits", throughput.writeCapacityUnits)
        }
    }

    mutating func onDemandThroughput(_ limits: OnDemandThroughput?, named name: StaticString = "OnDemandThroughput") {
        guard let limits else { return }
        self.name(name)
        object { writer in
            writer.member("MaxReadRequestUnits", limits.maxReadRequestUnits)
            writer.member("MaxWriteRequestUnits", limits.maxWriteRequestUnits)
        }
    }

    /// - Parameter status: nil in a request.
    mutating func warmThroughput(_ warm: WarmThroughput?, status: String? = nil) {
        guard let warm else { return }
        name("WarmThroughput")
        object { writer in
            writer.member("ReadUnitsPerSecond", warm.readUnitsPerSecond)
            writer.member("WriteUnitsPerSecond", warm.writeUnitsPerSecond)
            writer.member("Status", status)
        }
    }

    mutating func sseSpecification(
        _ specification: SSESpecification?, named name: StaticString = "SSESpecification"
    ) {
        guard let specification else { return }
        self.name(name)
        object { writer in
            writer.member("Enabled", specification.isEnabled)
            writer.member("SSEType", specification.type)
            writer.member("KMSMasterKeyId", specification.kmsMasterKeyId)
        }
    }

    mutating func streamSpecification(_ type: StreamViewType?) {
        name("StreamSpecification")
        object { writer in
            writer.member("StreamEnabled", type != nil)
            writer.member("StreamViewType", type?.rawValue)
        }
    }
}
