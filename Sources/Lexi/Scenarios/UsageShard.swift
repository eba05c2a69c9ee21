import DynamoModel

/// One of the parts that a scenario's usage count is summed of: a single counter would be a hot item.
struct UsageShard: ItemConvertible, Equatable {
    static let kind = ItemKind.usage
    static let tableKey = EntityKey(
        .table, Key("SCENARIO#", KeyPart("scenario_id", \UsageShard.scenarioID)),
        Key("METADATA#USAGE#", KeyPart("shard") { ShardNumber($0.shard) }))

    let scenarioID: ScenarioID
    let shard: Int
    let count: Int

    init(scenarioID: ScenarioID, shard: Int, count: Int) {
        self.scenarioID = scenarioID
        self.shard = shard
        self.count = count
    }

    func write(to builder: inout ItemBuilder) {
        builder.set("scenario_id", scenarioID.text)
        builder.set("shard", shard)
        builder.set("usage_count", count)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        scenarioID = Slug(trusted: try read.string("scenario_id"))
        shard = try read.int("shard")
        count = try read.int("usage_count")
    }
}
