import DynamoModel

extension Scenario: ItemConvertible {
    static let kind = ItemKind.scenario

    private var indexKeys: [IndexKey] {
        let place = Keys.order(order, scenarioID)
        var keys = [IndexKey(.gsi5, Keys.allScenarios, place)]
        if isActive {
            keys.append(IndexKey(.gsi1, Keys.activeScenarios, place))
            keys.append(IndexKey(.gsi3, Keys.activeScenarios(level: difficultyLevel), place))
        }
        return keys
    }

    var item: Item {
        var builder = ItemBuilder(Self.kind, Keys.scenarioItem(scenarioID), indexKeys)
        builder.set("scenario_id", scenarioID.text)
        builder.set("scenario_title", scenarioTitle)
        builder.set("context", context)
        builder.set("roles", roles)
        builder.set("goals", goals)
        builder.set("difficulty_level", difficultyLevel)
        builder.set("order", order)
        builder.set("notes", notes)
        builder.set("is_active", isActive)
        builder.set("created_at", createdAt)
        builder.set("updated_at", updatedAt)
        builder.set("version", version)
        return builder.item
    }

    init(item: Item) throws(CorruptItem) {
        let read = try ItemReader(item, Self.kind)
        self.init(
            scenarioID: Slug(trusted: try read.string("scenario_id")),
            scenarioTitle: try read.string("scenario_title"), context: try read.string("context"),
            roles: try read.strings("roles"), goals: try read.strings("goals"),
            difficultyLevel: try read.word("difficulty_level"), order: try read.int("order"),
            notes: try read.string("notes"), isActive: try read.bool("is_active"),
            createdAt: try read.time("created_at"), updatedAt: try read.time("updated_at"),
            version: try read.int("version"))
    }
}
