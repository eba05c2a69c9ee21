import DynamoModel

/// An index as it is stored: its definition and where its entries are.
package struct IndexDefinition: Sendable, Equatable {
    package var index: SecondaryIndex
    /// The number of its storage; never used twice in a file.
    package var id: Int
    package var isLocal: Bool
    /// False while it is being filled from the table.
    package var isActive: Bool
    package var throughputChanges = ThroughputChanges()
    /// Both members are set; nil for a local index.
    package var warmThroughput: WarmThroughput?

    package init(
        index: SecondaryIndex,
        id: Int,
        isLocal: Bool,
        isActive: Bool,
        throughputChanges: ThroughputChanges = ThroughputChanges(),
        warmThroughput: WarmThroughput? = nil
    ) {
        self.index = index
        self.id = id
        self.isLocal = isLocal
        self.isActive = isActive
        self.throughputChanges = throughputChanges
        self.warmThroughput = warmThroughput
    }
}

/// The members stand beside those of the ``SecondaryIndex``.
extension IndexDefinition: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, local, active, warm, throughputChanges
    }

    package init(from decoder: any Decoder) throws {
        index = try SecondaryIndex(from: decoder)
        let members = try decoder.container(keyedBy: CodingKeys.self)
        id = try members.decode(Int.self, forKey: .id)
        isLocal = try members.decode(Bool.self, forKey: .local)
        isActive = try members.decode(Bool.self, forKey: .active)
        throughputChanges =
            try members.decodeIfPresent(ThroughputChanges.self, forKey: .throughputChanges) ?? ThroughputChanges()
        guard !isLocal else { return }
        // What was stored before this was kept has the values that a new index has.
        let throughput = index.provisionedThroughput
        warmThroughput =
            try members.decodeIfPresent(WarmThroughput.self, forKey: .warm)
            ?? .initial(throughput == nil ? .payPerRequest : .provisioned, throughput)
    }

    package func encode(to encoder: any Encoder) throws {
        try index.encode(to: encoder)
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(id, forKey: .id)
        try members.encode(isLocal, forKey: .local)
        try members.encode(isActive, forKey: .active)
        if throughputChanges != ThroughputChanges() {
            try members.encode(throughputChanges, forKey: .throughputChanges)
        }
        try members.encodeIfPresent(warmThroughput, forKey: .warm)
    }
}
