import DynamoModel

/// A call that was carried out, under the key that its client gave it: stored in the transaction of the call, so that
/// both are there or neither. It stands among the user's own items, and goes with them.
public struct IdempotencyRecord: Sendable, Equatable {
    /// What came of a call.
    public enum Outcome: Sendable, Equatable {
        /// It made something.
        case result(KeptResult)
        /// It was refused.
        case problem(KeptProblem)
        /// Nothing yet: it takes many transactions, and is being carried out, or was given up in their midst.
        case running(CallClaim)
    }

    /// Who called: a user's id, or what stands for another caller.
    let caller: String
    /// The client's key; of a call without one, what stands for it while it is carried out.
    let clientKey: String
    /// What the call asked for.
    public let fingerprint: String
    /// What came of it.
    public let outcome: Outcome
    /// When the record goes.
    public let expiresAt: Timestamp

    /// The key that the client gave; nil for a call without one.
    public var givenKey: String? { clientKey.hasPrefix("\n") ? nil : clientKey }
}

extension IdempotencyRecord: ItemConvertible {
    static let kind = ItemKind.idempotency
    static let schemaVersion = 2
    private static let resultAttribute = "result"
    /// The condition of a write that replaces a claim: the record has that very claim.
    static let claimed = WriteShape.Condition.attribute(resultAttribute)
    static func isStill(_ claim: CallClaim) -> WriteCondition {
        .equals(resultAttribute, .l(claim.texts.map { .s($0) }))
    }
    static let tableKey = EntityKey(
        .table, Key("USER#", KeyPart("user_id", \IdempotencyRecord.caller)),
        Key("IDEMPOTENCY#", KeyPart("key", \.clientKey)))

    func write(to builder: inout ItemBuilder) {
        builder.set("caller", caller)
        builder.set("key", clientKey)
        builder.set("fingerprint", fingerprint)
        switch outcome {
        case .result(let result): builder.set(Self.resultAttribute, result.texts)
        case .problem(let problem): builder.set(problem)
        case .running(let claim): builder.set(Self.resultAttribute, claim.texts)
        }
        builder.expire(at: expiresAt)
    }

    init(_ read: ItemReader) throws(CorruptItem) {
        let outcome: Outcome
        if let texts = try read.optional(Self.resultAttribute, read.strings) {
            outcome = try Self.outcome(texts, read)
        } else {
            outcome = .problem(try read.keptProblem())
        }
        self.init(
            caller: try read.string("caller"), clientKey: try read.string("key"),
            fingerprint: try read.string("fingerprint"), outcome: outcome,
            expiresAt: Timestamp(clamping: Int64(try read.int(TableAttribute.timeToLive))))
    }

    private static func outcome(_ texts: [String], _ read: ItemReader) throws(CorruptItem) -> Outcome {
        if let claim = CallClaim(texts) { return .running(claim) }
        guard let result = KeptResult(texts) else { throw read.error(resultAttribute, "is not a result") }
        return .result(result)
    }

    /// Version 1 was declared and never written: it kept no outcome.
    static func upgrade(_ item: inout Item, from version: Int) {
        guard version < 2 else { return }
        item["caller"] = item["user_id"]
        item["fingerprint"] = ""
        item["problem_type"] = "unavailable"
        item["problem_detail"] = ""
        item["problem_errors"] = .l([])
    }
}

extension ItemBuilder {
    fileprivate mutating func set(_ problem: KeptProblem) {
        set("problem_type", problem.type)
        set("problem_detail", problem.detail)
        // Pointers and details by turns.
        set("problem_errors", problem.errors.flatMap { [$0.pointer, $0.detail] })
        if let card = problem.flashcardID { set("problem_flashcard_id", card) }
    }
}

extension ItemReader {
    fileprivate func keptProblem() throws(CorruptItem) -> KeptProblem {
        let texts = try strings("problem_errors")
        guard texts.count % 2 == 0 else { throw error("problem_errors", "is not a list of pairs") }
        let errors = stride(from: 0, to: texts.count, by: 2).map { FieldError(texts[$0], texts[$0 + 1]) }
        return KeptProblem(
            type: try string("problem_type"), detail: try string("problem_detail"), errors: errors,
            flashcardID: try optional("problem_flashcard_id", id))
    }
}
