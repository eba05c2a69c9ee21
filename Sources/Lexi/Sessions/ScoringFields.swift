/// The fields of a scoring as a body gives them, unchecked.
public struct ScoringFields: Sendable {
    /// `fluency`: required, 0 to 100.
    public var fluency: FieldInput<Int> = .absent
    /// `pronunciation`: required, 0 to 100.
    public var pronunciation: FieldInput<Int> = .absent
    /// `grammar`: required, 0 to 100.
    public var grammar: FieldInput<Int> = .absent
    /// `vocabulary`: required, 0 to 100.
    public var vocabulary: FieldInput<Int> = .absent
    /// `overall`: the mean of the four when left out.
    public var overall: FieldInput<Int> = .absent
    /// `feedback`: up to 5,000 characters, `""` when left out.
    public var feedback: FieldInput<String> = .absent

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
