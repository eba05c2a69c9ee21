import Glibc
import LexiAPI
import TestSupport

/// A service that runs in a separate process on a data folder.
struct Serving: Sendable {
    /// What tokens are signed with in these tests.
    static let secret = "a secret of the tests, long enough"

    let process: LexiProcess
    let port: UInt16

    /// Starts `lexi serve` on a free port, and waits until it listens.
    static func start(
        data: String, _ words: [String] = [], environment: [String: String] = [:], in folder: TemporaryFolder,
        launcher: [String] = []
    ) async throws -> Serving {
        let fixed = ["serve", "--port", "0", "--data", data, "--rate-limit", "0"]
        let process = try LexiProcess(
            fixed + words, environment: ["LEXI_JWT_SECRET": secret].merging(environment) { $1 }, in: folder,
            launcher: launcher)
        return Serving(process: process, port: try await process.port())
    }

    /// A token that the service accepts.
    static func token(_ subject: String, email: String? = nil, scopes: [String] = []) throws -> String {
        let configuration = try JWTConfiguration(
            secret: Array(secret.utf8), issuer: "lexi", audiences: ["lexi-api"])
        return JWTSigner(configuration).token(
            subject: subject, email: email, scopes: scopes,
            issuedAt: Int(time(nil)), lifetime: 3600)
    }

    /// Ends it as an operator does.
    func stop() async throws -> LexiProcess.End {
        process.signal(15)
        return try await process.wait()
    }
}
