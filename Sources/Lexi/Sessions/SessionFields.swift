import DynamoModel

/// The fields of a session to start, as a body gives them, unchecked.
public struct SessionFields: Sendable {
    /// `scenario_id`.
    public var scenarioID: Patch<String> = .absent
    /// `learner_role`.
    public var learnerRole: Patch<String> = .absent
    /// `ai_role`: the other one when left out.
    public var aiRole: Patch<String> = .absent
    /// `ai_character`: Sarah when left out.
    public var aiCharacter: Patch<String> = .absent
    /// `level`: the user's when left out.
    public var level: Patch<String> = .absent
    /// `selected_goal`: the scenario's first when left out.
    public var selectedGoal: Patch<String> = .absent
    /// `prompt`: from a service only.
    public var prompt: Patch<String> = .absent
    /// `greeting`, the AI's turn 0: from a service only.
    public var greeting: Patch<String> = .absent
    /// `assigned_model`: from a service only.
    public var assignedModel: Patch<String> = .absent

    /// No field.
    public init() {}

    /// The scenario that the body names, to be read before the rest is checked; nil, and noted, when there is none.
    public func scenario(_ errors: inout FieldErrors) -> ScenarioID? {
        errors.required("/scenario_id", scenarioID) { (text) throws(InvalidValue) in
            guard let slug = try? Slug(text) else { throw InvalidValue("is not an active scenario") }
            return slug
        }
    }

    /// Checks a session of a user in a scenario; nil for one that is unknown or inactive.
    ///
    /// - Returns: nil when a field is wrong; `errors` then says which.
    public func start(
        user: User, scenario: Scenario?, asService: Bool, _ errors: inout FieldErrors
    ) -> NewSession? {
        let active = scenario.flatMap { $0.isActive ? $0 : nil }
        if active == nil { errors.add("/scenario_id", "is not an active scenario") }
        if !asService {
            let ofServices = [
                ("/prompt", prompt.isAbsent), ("/greeting", greeting.isAbsent),
                ("/assigned_model", assignedModel.isAbsent),
            ]
            for (pointer, isAbsent) in ofServices where !isAbsent { errors.add(pointer, "can be set by services only") }
        }
        let roles = active.flatMap { checkedRoles($0, &errors) }
        let goal = active.flatMap { checkedGoal($0, &errors) }
        let character = errors.optional("/ai_character", aiCharacter, default: .sarah, AICharacter.init(_:))
        let level = errors.optional("/level", level, default: user.currentLevel, CEFRLevel.init(_:))
        let texts = serviceTexts(&errors)
        guard errors.isEmpty, let active, let roles, let goal, let character, let level else { return nil }
        return NewSession(
            userID: user.userID, scenarioID: active.scenarioID, scenarioTitle: active.scenarioTitle,
            learnerRole: roles.learner, aiRole: roles.ai, aiCharacter: character, level: level, selectedGoal: goal,
            assignedModel: texts.model, prompt: texts.prompt, greeting: texts.greeting)
    }

    private func checkedRoles(_ scenario: Scenario, _ errors: inout FieldErrors) -> (learner: String, ai: String)? {
        let names = scenario.roles.joined(separator: ", ")
        let learner = errors.required("/learner_role", learnerRole) { (text) throws(InvalidValue) in
            guard scenario.roles.contains(where: { $0.hasSameBytes(as: text) }) else {
                throw InvalidValue("must be one of the scenario's roles: \(names)")
            }
            return text
        }
        guard let learner, let other = scenario.roles.first(where: { !$0.hasSameBytes(as: learner) }) else {
            return nil
        }
        let ai = errors.optional("/ai_role", aiRole, default: other) { (text) throws(InvalidValue) in
            guard text.hasSameBytes(as: other) else {
                throw InvalidValue("must be the scenario's other role: \(other)")
            }
            return text
        }
        guard let ai else { return nil }
        return (learner, ai)
    }

    private func checkedGoal(_ scenario: Scenario, _ errors: inout FieldErrors) -> String? {
        errors.optional("/selected_goal", selectedGoal, default: scenario.goals.first ?? "") {
            (text) throws(InvalidValue) in
            guard scenario.goals.contains(where: { $0.hasSameBytes(as: text) }) else {
                throw InvalidValue("must be one of the scenario's goals")
            }
            return text
        }
    }

    private func serviceTexts(_ errors: inout FieldErrors) -> (model: String, prompt: String?, greeting: String?) {
        let model = errors.optional("/assigned_model", assignedModel, default: "") {
            (text) throws(InvalidValue) in try Text.line(text, 0...LexiLimits.modelName)
        }
        let prompt: String?? = errors.optional("/prompt", prompt, default: nil) {
            (text) throws(InvalidValue) in try Text.lines(text, 1...LexiLimits.prompt)
        }
        let greeting: String?? = errors.optional("/greeting", greeting, default: nil) {
            (text) throws(InvalidValue) in try Text.lines(text, 1...LexiLimits.turnContent)
        }
        return (model ?? "", prompt ?? nil, greeting ?? nil)
    }
}

/// A session to start. Made from fields that were checked against its scenario.
public struct NewSession: Sendable, Equatable {
    /// Whose session it is.
    public let userID: UserID
    /// Which scenario it follows.
    public let scenarioID: ScenarioID
    let scenarioTitle: String
    let learnerRole: String
    let aiRole: String
    let aiCharacter: AICharacter
    let level: CEFRLevel
    let selectedGoal: String
    let assignedModel: String
    let prompt: String?
    let greeting: String?
}

/// The fields of a turn as a body gives them, unchecked.
public struct TurnFields: Sendable {
    /// `speaker`.
    public var speaker: Patch<String> = .absent
    /// `content`.
    public var content: Patch<String> = .absent
    /// `translated_content`.
    public var translatedContent: Patch<String> = .absent
    /// `audio_url`.
    public var audioURL: Patch<String> = .absent
    /// `is_hint_used`.
    public var isHintUsed: Patch<Bool> = .absent
    /// `ttft_ms`: from a service only.
    public var ttftMS: Patch<Int> = .absent
    /// `latency_ms`: from a service only.
    public var latencyMS: Patch<Int> = .absent
    /// `input_tokens`: from a service only.
    public var inputTokens: Patch<Int> = .absent
    /// `output_tokens`: from a service only.
    public var outputTokens: Patch<Int> = .absent
    /// `cost_usd`: from a service only.
    public var costUSD: Patch<String> = .absent
    /// `delivery_cue`: from a service only.
    public var deliveryCue: Patch<String> = .absent
    /// `quality_score`: from a service only.
    public var qualityScore: Patch<Int> = .absent

    /// No field.
    public init() {}

    /// Checks a turn. A learner writes turns of their own, without the model's figures.
    ///
    /// - Parameter pointer: where the turn stands in the body: `""`, or `/turns/3`.
    /// - Returns: nil when a field is wrong; `errors` then says which.
    public func creation(at pointer: String = "", asService: Bool, _ errors: inout FieldErrors) -> NewTurn? {
        var found = FieldErrors()
        let speaker = checkedSpeaker(asService: asService, &found)
        let content = found.required("/content", content) {
            (text) throws(InvalidValue) in try Text.lines(text, 1...LexiLimits.turnContent)
        }
        let translated = found.optional("/translated_content", translatedContent, default: "") {
            (text) throws(InvalidValue) in try Text.lines(text, 0...LexiLimits.turnContent)
        }
        let audio = found.optional("/audio_url", audioURL, default: WebAddress.none, WebAddress.init(_:))
        let cue = found.optional("/delivery_cue", deliveryCue, default: "") {
            (text) throws(InvalidValue) in try Text.line(text, 0...LexiLimits.deliveryCue)
        }
        let cost: DecimalAmount?? = found.optional("/cost_usd", costUSD, default: nil) {
            (text) throws(InvalidValue) in try DecimalAmount(text)
        }
        let figures = [
            figure("/ttft_ms", ttftMS, LexiLimits.measure, &found),
            figure("/latency_ms", latencyMS, LexiLimits.measure, &found),
            figure("/input_tokens", inputTokens, LexiLimits.measure, &found),
            figure("/output_tokens", outputTokens, LexiLimits.measure, &found),
            figure("/quality_score", qualityScore, LexiLimits.score, &found),
        ]
        var isHint = false
        if case .set(let value) = isHintUsed { isHint = value }
        guard errors.take(found, at: pointer), let speaker, let content, let translated, let audio, let cue, let cost
        else { return nil }
        return NewTurn(
            speaker: speaker, content: content, translatedContent: translated, audioURL: audio, isHintUsed: isHint,
            ttftMS: figures[0], latencyMS: figures[1], inputTokens: figures[2], outputTokens: figures[3],
            costUSD: cost, deliveryCue: cue, qualityScore: figures[4])
    }

    private func checkedSpeaker(asService: Bool, _ errors: inout FieldErrors) -> Speaker? {
        guard !asService else { return errors.required("/speaker", speaker, Speaker.init(_:)) }
        let figures = [
            ("/ttft_ms", ttftMS.isAbsent), ("/latency_ms", latencyMS.isAbsent), ("/input_tokens", inputTokens.isAbsent),
            ("/output_tokens", outputTokens.isAbsent), ("/cost_usd", costUSD.isAbsent),
            ("/delivery_cue", deliveryCue.isAbsent), ("/quality_score", qualityScore.isAbsent),
        ]
        for (pointer, isAbsent) in figures where !isAbsent { errors.add(pointer, "can be set by services only") }
        let speaker = errors.optional("/speaker", speaker, default: .user, Speaker.init(_:))
        if speaker == .ai { errors.add("/speaker", "must be USER: only services write AI turns") }
        return speaker
    }

    private func figure(
        _ pointer: String, _ field: Patch<Int>, _ range: ClosedRange<Int>,
        _ errors: inout FieldErrors
    ) -> Int? {
        errors.optional(pointer, field, default: nil) {
            (value) throws(InvalidValue) in try checkedInteger(value, range)
        } ?? nil
    }
}

/// The fields of a scoring as a body gives them, unchecked.
public struct ScoringFields: Sendable {
    /// `fluency`.
    public var fluency: Patch<Int> = .absent
    /// `pronunciation`.
    public var pronunciation: Patch<Int> = .absent
    /// `grammar`.
    public var grammar: Patch<Int> = .absent
    /// `vocabulary`.
    public var vocabulary: Patch<Int> = .absent
    /// `overall`: the mean of the four when left out.
    public var overall: Patch<Int> = .absent
    /// `feedback`.
    public var feedback: Patch<String> = .absent

    /// No field.
    public init() {}

    /// Checks a scoring.
    ///
    /// - Parameter pointer: where the scores stand in the body.
    /// - Returns: nil when a field is wrong; `errors` then says which.
    public func scores(at pointer: String = "", _ errors: inout FieldErrors) -> Scores? {
        var found = FieldErrors()
        let score: (Int) throws(InvalidValue) -> Int? = {
            (value) throws(InvalidValue) in try checkedInteger(value, LexiLimits.score)
        }
        let fluency = found.required("/fluency", fluency, score) ?? nil
        let pronunciation = found.required("/pronunciation", pronunciation, score) ?? nil
        let grammar = found.required("/grammar", grammar, score) ?? nil
        let vocabulary = found.required("/vocabulary", vocabulary, score) ?? nil
        let overall = found.optional("/overall", overall, default: nil, score) ?? nil
        let feedback = found.optional("/feedback", feedback, default: "") {
            (text) throws(InvalidValue) in try Text.lines(text, 0...LexiLimits.feedback)
        }
        guard errors.take(found, at: pointer), let fluency, let pronunciation, let grammar, let vocabulary, let feedback
        else { return nil }
        return Scores(
            fluency: fluency, pronunciation: pronunciation, grammar: grammar, vocabulary: vocabulary,
            overall: overall ?? Scores.mean(fluency, pronunciation, grammar, vocabulary), feedback: feedback)
    }
}
