import DynamoModel

extension Turn: ItemConvertible {
    static let kind = ItemKind.turn
    static let tableKey = EntityKey(
        .table, Key("SESSION#", KeyPart("session_id", \Turn.sessionID)),
        Key("TURN#", KeyPart("turn_index") { TurnNumber($0.turnIndex) }))

    func write(to builder: inout ItemBuilder) {
        builder.set("session_id", sessionID)
        builder.set("user_id", userID)
        builder.set("turn_index", turnIndex)
        builder.set("created_at", createdAt)
        builder.set("speaker", said.speaker)
        builder.set("content", said.content)
        builder.set("translated_content", said.translatedContent)
        builder.set("audio_url", said.audioURL.text)
        builder.set("is_hint_used", said.isHintUsed)
        builder.set("ttft_ms", ifPresent: said.ttftMS)
        builder.set("latency_ms", ifPresent: said.latencyMS)
        builder.set("input_tokens", ifPresent: said.inputTokens)
        builder.set("output_tokens", ifPresent: said.outputTokens)
        if let cost = said.costUSD { builder.set("cost_usd", cost.text) }
        builder.set("delivery_cue", said.deliveryCue)
        builder.set("quality_score", ifPresent: said.qualityScore)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        let said = NewTurn(
            speaker: try read.vocabulary("speaker"), content: try read.string("content"),
            translatedContent: try read.string("translated_content"),
            audioURL: WebAddress(trusted: try read.string("audio_url")), isHintUsed: try read.bool("is_hint_used"),
            ttftMS: try read.optional("ttft_ms", read.int), latencyMS: try read.optional("latency_ms", read.int),
            inputTokens: try read.optional("input_tokens", read.int),
            outputTokens: try read.optional("output_tokens", read.int),
            costUSD: try read.optional("cost_usd", read.amount), deliveryCue: try read.string("delivery_cue"),
            qualityScore: try read.optional("quality_score", read.int))
        self.init(
            sessionID: try read.id("session_id"), userID: try read.id("user_id"), turnIndex: try read.int("turn_index"),
            createdAt: try read.time("created_at"), said: said)
    }
}
