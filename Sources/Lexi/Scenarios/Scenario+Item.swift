import DynamoModel

extension Scenario: ItemConvertible {
    static let kind = ItemKind.scenario

    private static let id = KeyPart("scenario_id", \Scenario.scenarioID)
    private static let order = Key("ORDER#", KeyPart("order") { OrderNumber($0.order) }, "#", id)

    static let tableKey = EntityKey(.table, Key("SCENARIO#", id), Key("METADATA#SCENARIO"))
    static let active = EntityKey(.gsi1, Key("SCENARIO#ACTIVE"), order, when: \.isActive)
    static let ofLevel = EntityKey(
        .gsi3, Key("SCENARIO#LEVEL#", KeyPart("difficulty_level", \.difficultyLevel)), order, when: \.isActive)
    static let all = EntityKey(.gsi5, Key("SCENARIO#ALL"), order)
    static let indexKeys: [any DeclaredKey<Scenario>] = [active, ofLevel, all]

    func write(to builder: inout ItemBuilder) {
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
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        self.init(
            scenarioID: Slug(trusted: try read.string("scenario_id")),
            scenarioTitle: try read.string("scenario_title"), context: try read.string("context"),
            roles: try read.strings("roles"), goals: try read.strings("goals"),
            difficultyLevel: try read.vocabulary("difficulty_level"), order: try read.int("order"),
            notes: try read.string("notes"), isActive: try read.bool("is_active"),
            createdAt: try read.time("created_at"), updatedAt: try read.time("updated_at"),
            version: try read.int("version"))
    }
}
