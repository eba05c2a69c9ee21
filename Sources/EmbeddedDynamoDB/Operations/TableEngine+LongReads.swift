import DynamoModel
import TableStore

extension TableEngine {
    /// Goes on with a long read on the threads for such, one slice after the other; between them others have the
    /// connection and the thread.
    ///
    /// A read whose caller was cancelled, since its client has left, ends with the slice that it is at; one whose
    /// caller was cancelled before it reads no further slice.
    ///
    /// - Parameters:
    ///   - state: how far the read is.
    ///   - advance: reads the next slice; true when the read is complete.
    /// - Throws: what `advance` throws; `serviceUnavailable` when the caller was cancelled.
    func inSlices<State: Sendable>(
        _ state: State, _ advance: @escaping @Sendable (inout State) throws(DynamoDBError) -> Bool
    ) async throws(DynamoDBError) -> State {
        if Task.isCancelled { throw Self.abandoned }
        let reading = Task(executorPreference: store.readingThreads) { () -> Result<State, DynamoDBError> in
            var state = state
            do throws(DynamoDBError) {
                while try !advance(&state) {
                    if Task.isCancelled { throw Self.abandoned }
                    await Task.yield()
                }
                return .success(state)
            } catch {
                return .failure(error)
            }
        }
        let result = await withTaskCancellationHandler {
            await reading.value
        } onCancel: {
            reading.cancel()
        }
        return try result.get()
    }

    private static let abandoned = DynamoDBError(.serviceUnavailable, "The read was given up: its client has left")
}
