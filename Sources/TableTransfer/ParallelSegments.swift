/// Runs `body` for each of the segments (at least one) at the same time. The first failure cancels the others, and is
/// thrown when all have ended.
func forEachSegment(
    of total: Int, _ body: @escaping @Sendable (Int) async throws(TransferError) -> Void
) async throws(TransferError) {
    let failure = await withTaskGroup(of: TransferError?.self) { group in
        for segment in 0..<max(total, 1) {
            group.addTask {
                do throws(TransferError) {
                    try await body(segment)
                    return nil
                } catch {
                    return error
                }
            }
        }
        var first: TransferError?
        while let outcome = await group.next() {
            guard let outcome, first == nil else { continue }
            first = outcome
            group.cancelAll()
        }
        return first
    }
    if let failure { throw failure }
}
