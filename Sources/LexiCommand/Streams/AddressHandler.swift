import BoundedFetch
import StreamConsumer

/// Brings events to an address: `POST` with the event as JSON. Any status of 200 to 299 means that it was handled, as
/// far as the answer's `batchItemFailures` do not say otherwise.
struct AddressHandler: BatchHandler {
    /// A longer answer fails the batch, in bytes.
    private static let answerBytes = 6 * 1024 * 1024

    let url: String
    /// How long a call may take, in seconds.
    let seconds: Double

    func handle(_ event: [UInt8]) async throws(HandlerFailure) -> [UInt8] {
        let request = FetchRequest(
            method: "POST", url: url, fields: ["Content-Type": "application/json"], body: event, seconds: seconds,
            byteLimit: Self.answerBytes)
        let answer: FetchAnswer
        do throws(FetchFailure) {
            answer = try await Fetcher.shared.send(request)
        } catch {
            throw HandlerFailure(error.detail)
        }
        guard (200...299).contains(answer.status) else { throw HandlerFailure("status \(answer.status)") }
        return answer.body
    }
}
