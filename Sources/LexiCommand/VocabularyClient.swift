import BoundedFetch
import LexiAPI

/// The dictionary at another service: each call is handed on with the caller's token, in bounded time and size.
struct VocabularyClient: VocabularyService {
    /// How long an answer may take as a whole, in seconds: it may come from a language model.
    private static let seconds = 20.0
    /// The longest answer that is handed back, in bytes.
    private static let byteLimit = 1 << 20

    private let base: String

    /// The service that the settings name; nil when they name none.
    /// - Throws: ``UsageError`` for what is not a URL.
    init?(_ arguments: Arguments) throws(UsageError) {
        guard let url = arguments.string(Settings.vocabularyURL) else { return nil }
        let scheme = ["https://", "http://"].first { url.utf8.starts(with: $0.utf8) }
        guard let scheme, url.utf8.count > scheme.utf8.count, !url.utf8.contains(where: { $0 <= 0x20 || $0 == 0x3F })
        else {
            throw UsageError(
                "\(arguments.source(of: Settings.vocabularyURL)): '\(url)' is not a URL such as https://api.example.com"
            )
        }
        base = url.hasSuffix("/") ? url : url + "/"
    }

    func ask(path: String, body: [UInt8], authorization: String) async -> VocabularyReply? {
        let request = FetchRequest(
            method: "POST", url: base + path,
            fields: ["Authorization": authorization, "Content-Type": "application/json"], body: body,
            seconds: Self.seconds, byteLimit: Self.byteLimit)
        guard let answer = try? await Fetcher.shared.send(request) else { return nil }
        return VocabularyReply(status: answer.status, body: answer.body)
    }
}
