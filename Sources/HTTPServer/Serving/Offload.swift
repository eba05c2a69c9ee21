/// Moves long computations off the event loop, so that other connections do not wait for them.
public enum Offload {
    /// Bytes of JSON from which the way to another thread (some 10 µs) costs less than the others' waiting: reading
    /// this much takes up to two milliseconds.
    public static let threshold = 32 * 1024
    /// The same for hashing, compressing and writing, which are quicker.
    public static let writingThreshold = 128 * 1024

    /// Runs `body`, on another thread when it is long.
    public static func when<Result: Sendable, Failure: Error>(
        _ isLong: Bool, _ body: @escaping @Sendable () throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        guard isLong else { return try body() }
        let task = Task(executorPreference: globalConcurrentExecutor) { () -> Swift.Result<Result, Failure> in
            do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
        }
        return try await task.value.get()
    }
}
