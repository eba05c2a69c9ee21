/// The fields of a turn as a body gives them, unchecked.
public struct TurnFields: Sendable {
    /// `speaker`: required of services; a learner may leave it out or write `USER`.
    public var speaker: FieldInput<String> = .absent
    /// `content`: required, 1 to 5,000 characters.
    public var content: FieldInput<String> = .absent
    /// `translated_content`: up to 5,000 characters, `""` when left out.
    public var translatedContent: FieldInput<String> = .absent
    /// `audio_url`: up to 2,048 characters; `""` means no recording.
    public var audioURL: FieldInput<String> = .absent
    /// `is_hint_used`: false when left out.
    public var isHintUsed: FieldInput<Bool> = .absent
    /// `ttft_ms`: from a service only.
    public var ttftMS: FieldInput<Int> = .absent
    /// `latency_ms`: from a service only.
    public var latencyMS: FieldInput<Int> = .absent
    /// `input_tokens`: from a service only.
    public var inputTokens: FieldInput<Int> = .absent
    /// `output_tokens`: from a service only.
    public var outputTokens: FieldInput<Int> = .absent
    /// `cost_usd`: from a service only.
    public var costUSD: FieldInput<String> = .absent
    /// `delivery_cue`: from a service only.
    public var deliveryCue: FieldInput<String> = .absent
    /// `quality_score`: from a service only.
    public var qualityScore: FieldInput<Int> = .absent

    /// No field.
    public init() {}

    /// Checks a turn. A learner writes only the learner's turns, without the model's figures.
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
            ("/ttft_ms", ttftMS.isSet), ("/latency_ms", latencyMS.isSet), ("/input_tokens", inputTokens.isSet),
            ("/output_tokens", outputTokens.isSet), ("/cost_usd", costUSD.isSet),
            ("/delivery_cue", deliveryCue.isSet), ("/quality_score", qualityScore.isSet),
        ]
        for (pointer, isSet) in figures where isSet { errors.add(pointer, "can be set by services only") }
        let speaker = errors.optional("/speaker", speaker, default: .user, Speaker.init(_:))
        if speaker == .ai { errors.add("/speaker", "must be USER: only services write AI turns") }
        return speaker
    }

    private func figure(
        _ pointer: String, _ field: FieldInput<Int>, _ range: ClosedRange<Int>,
        _ errors: inout FieldErrors
    ) -> Int? {
        errors.optional(pointer, field, default: nil) {
            (value) throws(InvalidValue) in try checkedInteger(value, range)
        } ?? nil
    }
}
