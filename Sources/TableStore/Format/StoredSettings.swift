import DynamoModel

// How settings of tables lie in files: texts by their values, pairs and triples as lists.

extension BillingMode: Codable {}
extension KeyType: Codable {}
extension ScalarAttributeType: Codable {}
extension StreamViewType: Codable {}
extension TableClass: Codable {}

/// Two values in a list.
private struct StoredPair<First: Codable, Second: Codable>: Codable {
    let first: First
    let second: Second

    init(_ first: First, _ second: Second) { (self.first, self.second) = (first, second) }

    init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        self.init(try list.decode(First.self), try list.decode(Second.self))
    }

    func encode(to encoder: any Encoder) throws {
        var list = encoder.unkeyedContainer()
        try list.encode(first)
        try list.encode(second)
    }
}

extension AttributeDefinition: Codable {
    /// Reads a name and a type.
    public init(from decoder: any Decoder) throws {
        let pair = try StoredPair<String, ScalarAttributeType>(from: decoder)
        self.init(pair.first, pair.second)
    }

    /// Writes the name and the type.
    public func encode(to encoder: any Encoder) throws {
        try StoredPair(attributeName, attributeType).encode(to: encoder)
    }
}

extension KeySchemaElement: Codable {
    /// Reads a name and a part.
    public init(from decoder: any Decoder) throws {
        let pair = try StoredPair<String, KeyType>(from: decoder)
        self.init(pair.first, pair.second)
    }

    /// Writes the name and the part.
    public func encode(to encoder: any Encoder) throws {
        try StoredPair(attributeName, keyType).encode(to: encoder)
    }
}

extension ProvisionedThroughput: Codable {
    /// Reads the units of reads and of writes.
    public init(from decoder: any Decoder) throws {
        let pair = try StoredPair<Int, Int>(from: decoder)
        self.init(readCapacityUnits: pair.first, writeCapacityUnits: pair.second)
    }

    /// Writes the units of reads and of writes.
    public func encode(to encoder: any Encoder) throws {
        try StoredPair(readCapacityUnits, writeCapacityUnits).encode(to: encoder)
    }
}

extension WarmThroughput: Codable {
    /// Reads the units of reads and of writes.
    public init(from decoder: any Decoder) throws {
        let pair = try StoredPair<Int, Int>(from: decoder)
        self.init(readUnitsPerSecond: pair.first, writeUnitsPerSecond: pair.second)
    }

    /// Writes the units of reads and of writes, both of which a definition has.
    public func encode(to encoder: any Encoder) throws {
        try StoredPair(readUnitsPerSecond ?? 0, writeUnitsPerSecond ?? 0).encode(to: encoder)
    }
}

extension OnDemandThroughput: Codable {
    private enum CodingKeys: String, CodingKey { case read, write }

    /// Reads the limits that there are.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            maxReadRequestUnits: try members.decodeIfPresent(Int.self, forKey: .read),
            maxWriteRequestUnits: try members.decodeIfPresent(Int.self, forKey: .write))
    }

    /// Writes the limits that there are.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encodeIfPresent(maxReadRequestUnits, forKey: .read)
        try members.encodeIfPresent(maxWriteRequestUnits, forKey: .write)
    }
}

extension ThroughputChanges: Codable {
    private enum CodingKeys: String, CodingKey { case decreases, increase, decrease }

    /// Reads the times that there are.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            lastIncrease: try members.decodeIfPresent(StoredTime.self, forKey: .increase)?.seconds,
            lastDecrease: try members.decodeIfPresent(StoredTime.self, forKey: .decrease)?.seconds,
            decreasesToday: try members.decode(Int.self, forKey: .decreases))
    }

    /// Writes the times that there are.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(decreasesToday, forKey: .decreases)
        try members.encodeIfPresent(lastIncrease.map(StoredTime.init), forKey: .increase)
        try members.encodeIfPresent(lastDecrease.map(StoredTime.init), forKey: .decrease)
    }
}

extension SecondaryIndex: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, keySchema, projection, included, throughput, onDemand
    }

    /// Reads what an index is, without the warm throughput that a request asks for.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        let projection: Projection =
            switch try members.decode(String.self, forKey: .projection) {
            case Projection.all.projectionType: .all
            case Projection.keysOnly.projectionType: .keysOnly
            default: .include(try members.decodeIfPresent([String].self, forKey: .included) ?? [])
            }
        self.init(
            indexName: try members.decode(String.self, forKey: .name),
            keySchema: try members.decode([KeySchemaElement].self, forKey: .keySchema), projection: projection,
            provisionedThroughput: try members.decodeIfPresent(ProvisionedThroughput.self, forKey: .throughput),
            onDemandThroughput: try members.decodeIfPresent(OnDemandThroughput.self, forKey: .onDemand))
    }

    /// Writes what an index is, without the warm throughput that a request asks for.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(indexName, forKey: .name)
        try members.encode(keySchema, forKey: .keySchema)
        try members.encode(projection.projectionType, forKey: .projection)
        if case .include(let names) = projection { try members.encode(names, forKey: .included) }
        try members.encodeIfPresent(provisionedThroughput, forKey: .throughput)
        try members.encodeIfPresent(onDemandThroughput, forKey: .onDemand)
    }
}
