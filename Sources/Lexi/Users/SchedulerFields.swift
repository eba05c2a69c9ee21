/// The fields of a scheduler as a body gives them, unchecked.
public struct SchedulerFields: Sendable, Equatable {
    /// `algorithm`: required; `sm2` or `fsrs`.
    public var algorithm: FieldInput<String> = .absent
    /// `desired_retention`: for FSRS.
    public var desiredRetention: FieldInput<Double> = .absent
    /// `parameters`: for FSRS.
    public var parameters: FieldInput<[Double]> = .absent

    /// No field.
    public init() {}

    /// Checks a scheduler that stands at `/scheduler`.
    ///
    /// - Returns: nil when a field is wrong; `errors` then says which.
    func setting(_ errors: inout FieldErrors) -> SchedulerSetting? {
        guard let algorithm = errors.required("/scheduler/algorithm", algorithm, SchedulerSetting.Algorithm.init(_:))
        else { return nil }
        if algorithm == .sm2 {
            if desiredRetention.isSet { errors.add("/scheduler/desired_retention", "is for fsrs only") }
            if parameters.isSet { errors.add("/scheduler/parameters", "is for fsrs only") }
            return .sm2
        }
        let retention = errors.optional(
            "/scheduler/desired_retention", desiredRetention, default: FSRS.defaultRetention
        ) { (value) throws(InvalidValue) in
            let range = LexiLimits.retention
            guard range ~= value else {
                throw InvalidValue("must lie between \(range.lowerBound) and \(range.upperBound)")
            }
            return Int((value * 10_000).rounded())
        }
        guard let retention else { return nil }
        guard case .set(let values) = parameters else { return .fsrs(retention: retention, parameters: nil) }
        let rounded = values.map { Int((min(1e6, max(-1e6, $0)) * 10_000).rounded()) }
        return FSRSParameters(rounded, at: "/scheduler/parameters", &errors)
            .map { .fsrs(retention: retention, parameters: $0) }
    }
}
