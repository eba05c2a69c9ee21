import DynamoModel

/// One of the parts that a scenario's usage count is summed of: a single counter would be a hot item.
struct UsageShard: ItemConvertible, Equatable {
    static let kind = ItemKind.usage

    let scenarioID: ScenarioID
    let shard: Int
    let count: Int

    init(scenarioID: ScenarioID, shard: Int, count: Int) {
        self.scenarioID = scenarioID
        self.shard = shard
        self.count = count
    }

    var item: Item {
        var builder = ItemBuilder(Self.kind, Keys.usage(scenarioID, shard: shard))
        builder.set("scenario_id", scenarioID.text)
        builder.set("shard", shard)
        builder.set("usage_count", count)
        return builder.item
    }

    init(item: Item) throws(CorruptItem) {
        let read = try ItemReader(item, Self.kind)
        scenarioID = Slug(trusted: try read.string("scenario_id"))
        shard = try read.int("shard")
        count = try read.int("usage_count")
    }
}
