import DynamoModel

extension AppMigration {
    private static func isEarlier(_ left: AppItem, _ right: AppItem) -> Bool {
        left.turnNumber != right.turnNumber ? left.turnNumber < right.turnNumber : left.sort < right.sort
    }

    /// The turns with numbers without gaps. Their old numbers are kept for the cards that name them.
    mutating func renumbered(
        _ items: [AppItem], _ id: SessionID, _ user: User, _ created: Timestamp
    ) -> [Turn] {
        var turns: [Turn] = []
        for item in items.sorted(by: Self.isEarlier) {
            guard let said = said(item) else { continue }
            self.turns[id, default: [:]][item.turnNumber] = turns.count
            turns.append(
                Turn(
                    sessionID: id, userID: user.userID, turnIndex: turns.count,
                    createdAt: item.time("created_at") ?? created, said: said))
        }
        return turns
    }

    private mutating func said(_ item: AppItem) -> NewTurn? {
        var fields = TurnFields()
        fields.speaker = .set(item.text("speaker").uppercased())
        guard let content = fitted(item.text("content"), LexiLimits.turnContent, "content", item),
            let translated = fitted(item.text("translated_content"), LexiLimits.turnContent, "translation", item),
            let cue = fitted(item.text("delivery_cue"), LexiLimits.deliveryCue, "delivery_cue", item)
        else { return nil }
        fields.content = .set(content)
        fields.translatedContent = .set(translated)
        fields.deliveryCue = .set(cue)
        fields.isHintUsed = .set(item.truth("is_hint_used") ?? false)
        let audio = item.text("audio_url")
        if !audio.isEmpty, (try? WebAddress(audio)) != nil, !audio.contains("X-Amz-Signature") {
            fields.audioURL = .set(audio)
        } else if !audio.isEmpty {
            report.change(item, "audio_url has expired or is not https, and was left out")
        }
        fields.ttftMS = figure(item, "ttft_ms", LexiLimits.measure)
        fields.latencyMS = figure(item, "latency_ms", LexiLimits.measure)
        fields.inputTokens = figure(item, "input_tokens", LexiLimits.measure)
        fields.outputTokens = figure(item, "output_tokens", LexiLimits.measure)
        fields.qualityScore = figure(item, "quality_score", LexiLimits.score)
        fields.costUSD = cost(item)
        var errors = FieldErrors()
        guard let said = fields.creation(asService: true, &errors) else {
            report.refuse(item, errors)
            return nil
        }
        return said
    }

    private mutating func figure(_ item: AppItem, _ name: String, _ range: ClosedRange<Int>) -> FieldInput<Int> {
        guard let value = item.integer(name) else { return .absent }
        if range.contains(value) { return .set(value) }
        report.change(item, "\(name) is out of range, and was left out")
        return .absent
    }

    private mutating func cost(_ item: AppItem) -> FieldInput<String> {
        guard let number = item.item["cost_usd"]?.number else { return .absent }
        if (try? DecimalAmount(number.description)) != nil { return .set(number.description) }
        report.change(item, "cost_usd is not an amount of ours, and was left out")
        return .absent
    }

    // MARK: Scores

    mutating func scoring(_ item: AppItem, _ head: Session) -> Scoring? {
        var fields = ScoringFields()
        func score(_ name: String) -> FieldInput<Int> {
            (item.integer("\(name)_score") ?? item.integer(name)).map { .set($0) } ?? .absent
        }
        fields.fluency = score("fluency")
        fields.pronunciation = score("pronunciation")
        fields.grammar = score("grammar")
        fields.vocabulary = score("vocabulary")
        fields.overall = score("overall")
        let feedback = item.text("feedback")
        if feedback.unicodeScalars.count > LexiLimits.feedback {
            report.change(item, "feedback was cut to \(LexiLimits.feedback) characters")
        }
        fields.feedback = .set(Self.cut(feedback, LexiLimits.feedback))
        var errors = FieldErrors()
        guard let scores = fields.scores(&errors) else {
            report.refuse(item, errors)
            return nil
        }
        return head.scoring(scores, at: item.time("created_at") ?? head.updatedAt)
    }
}

extension AppItem {
    /// A turn's number; that back end wrote it without leading zeros, so that its keys do not sort.
    var turnNumber: Int { Int(member) ?? integer("turn_index") ?? .max }
}
