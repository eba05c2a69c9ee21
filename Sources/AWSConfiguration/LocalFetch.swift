import Foundation
import FoundationNetworking

/// HTTP to the services that give credentials to this machine, through FoundationNetworking: rare, short, and also encrypted
/// where a container's endpoint is.
final class LocalFetch: NSObject, Sendable, URLSessionTaskDelegate {
    /// A longer answer is refused.
    static let bodyLimit = 64 * 1024
    /// One for the process: a session has threads of its own.
    static let shared = LocalFetch()

    private let session: URLSession

    override init() {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.urlCache = nil
        configuration.httpCookieStorage = nil
        configuration.urlCredentialStorage = nil
        session = URLSession(configuration: configuration, delegate: NoRedirection(), delegateQueue: nil)
    }

    func send(_ request: LocalRequest) async throws(LocalRequestFailure) -> LocalAnswer {
        guard let url = URL(string: request.url) else { throw LocalRequestFailure("'\(request.url)' is no URL") }
        var wire = URLRequest(url: url, timeoutInterval: request.seconds)
        wire.httpMethod = request.method
        for (name, value) in request.fields { wire.setValue(value, forHTTPHeaderField: name) }
        let result: Result<LocalAnswer, LocalRequestFailure> = await withCheckedContinuation { continuation in
            session.dataTask(with: wire) { body, response, error in
                continuation.resume(returning: Self.result(body, response, error))
            }.resume()
        }
        return try result.get()
    }

    private static func result(
        _ body: Data?, _ response: URLResponse?, _ error: (any Error)?
    ) -> Result<LocalAnswer, LocalRequestFailure> {
        guard let response = response as? HTTPURLResponse, error == nil else {
            switch (error as? URLError)?.code {
            case .timedOut?: return .failure(LocalRequestFailure("no answer in time"))
            case .cannotConnectToHost?, .cannotFindHost?: return .failure(LocalRequestFailure("cannot connect"))
            case let code: return .failure(LocalRequestFailure("no answer (error \(code?.rawValue ?? 0))"))
            }
        }
        guard (body?.count ?? 0) <= bodyLimit else { return .failure(LocalRequestFailure("the answer is too long")) }
        return .success(LocalAnswer(status: response.statusCode, body: Array(body ?? Data())))
    }
}

/// A token of ours is for the address that it is sent to, so that no answer may lead elsewhere.
private final class NoRedirection: NSObject, URLSessionTaskDelegate {
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }
}
