import DynamoModel

extension AppMigration {
    /// An id of that back end as ours: in lower case, a ULID too.
    static func scenarioID(_ text: String) -> ScenarioID? { try? Slug(text.lowercased()) }

    mutating func scenario(_ item: AppItem) -> AppMigrationPart? {
        let name = item.text("scenario_id").isEmpty ? item.owner : item.text("scenario_id")
        guard let id = Self.scenarioID(name), scenarios[id] == nil else {
            report.refuse(item, "its id is not one that our table can have, or is there twice")
            return nil
        }
        if id.text != name { report.change(item, "its id became \(id.text)") }
        var errors = FieldErrors()
        guard let new = fields(item, id).creation(&errors) else {
            report.refuse(item, errors)
            return nil
        }
        let created = item.time("created_at") ?? options.now
        var scenario = Scenario(new, at: created)
        scenario.updatedAt = max(created, item.time("updated_at") ?? created)
        scenarios[id] = scenario
        let usage = max(0, item.integer("usage_count") ?? 0)
        let shard = UsageShard(scenarioID: id, shard: 0, count: usage)
        return AppMigrationPart(
            name: item.key, items: usage > 0 ? [shard.item] : [], last: [scenario.item], claims: [],
            counts: [.scenario: 1])
    }

    private mutating func fields(_ item: AppItem, _ id: ScenarioID) -> ScenarioFields {
        var fields = ScenarioFields()
        fields.scenarioID = .set(id.text)
        fields.scenarioTitle = .set(Self.cut(item.text("scenario_title"), LexiLimits.scenarioTitle.upperBound))
        let context = item.text("context")
        if context.unicodeScalars.count > LexiLimits.scenarioContext {
            report.change(item, "context was cut to \(LexiLimits.scenarioContext) characters")
        }
        fields.context = .set(Self.cut(context, LexiLimits.scenarioContext))
        fields.roles = .set(item.texts("roles") ?? [])
        fields.goals = .set(item.texts("goals") ?? [])
        let level = item.text("difficulty_level")
        if (try? CEFRLevel(level)) == nil { report.change(item, "difficulty_level became B1") }
        fields.difficultyLevel = .set((try? CEFRLevel(level)) == nil ? CEFRLevel.b1.rawValue : level)
        let order = item.integer("order") ?? 0
        fields.order = .set(min(max(order, LexiLimits.scenarioOrder.lowerBound), LexiLimits.scenarioOrder.upperBound))
        fields.notes = .set(Self.cut(item.text("notes"), LexiLimits.scenarioNotes))
        fields.isActive = .set(item.truth("is_active") ?? true)
        return fields
    }
}
