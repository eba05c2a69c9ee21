import BoundedFetch
import LexiAPI
import PublicKeys

/// A key set at an address.
struct KeySetAddress: KeySetSource {
    let address: ProviderAddress

    var place: String { address.text }

    func load() async throws(KeySetFailure) -> [UInt8] {
        try await Self.fetch(address.text, seconds: ProviderKeys.loadSeconds)
    }

    static func fetch(_ url: String, seconds: Double) async throws(KeySetFailure) -> [UInt8] {
        let request = FetchRequest(
            url: url, fields: ["Accept": "application/json"], seconds: seconds,
            byteLimit: JSONWebKeySet.maximumByteCount)
        let answer: FetchAnswer
        do throws(FetchFailure) { answer = try await Fetcher.shared.send(request) } catch {
            throw KeySetFailure("\(url) cannot be read: \(error.detail)")
        }
        guard answer.status == 200 else { throw KeySetFailure("\(url) answers with status \(answer.status)") }
        return answer.body
    }
}
