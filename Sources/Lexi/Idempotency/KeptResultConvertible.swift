/// What a write returns that can be kept under an idempotency key.
protocol KeptResultConvertible: Sendable {
    /// What is kept of it.
    var keptResult: KeptResult { get }
}
