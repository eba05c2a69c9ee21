import Foundation

// Tokens of an identity provider: what it costs to verify one, and what one costs that was seen before.
extension Benchmark {
    /// What `--only` calls it.
    static let tokensName = "tokens"
    /// Tokens that are verified; each is made by a run of openssl.
    private static let tokens = 1_500

    /// Measures the CPU of a request with a token of RS256 that the service has not seen, and with one that it has,
    /// next to one of the shared secret.
    func measureTokens() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lexi-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let provider = try BenchmarkProvider(folder: folder)
        let words = ["--jwks", provider.keys.path, "--jwt-issuer", BenchmarkProvider.issuer]
        let server = try ServerProcess(
            lexi: lexi, data: folder.appendingPathComponent("data").path, environment: environment, words: words)
        defer { server.stop() }
        let tokens = try (0...Self.tokens).map { try provider.token(number: $0) }
        guard try HTTPClient.request(port: server.port, "POST", "/v1/users", token: tokens[0], body: "{}").status == 201
        else { throw BenchmarkError("registering by a token of RS256 failed") }
        let known = try processorMicroseconds(server, count: Self.tokens * 4) { _ in tokens[0] }
        let new = try processorMicroseconds(server, count: Self.tokens) { tokens[$0 + 1] }
        let shared = try Population.token(
            lexi: lexi, environment: environment, user: 0, ["--jwt-issuer", "lexi", "--jwt-audience", "lexi-api"])
        guard try HTTPClient.request(port: server.port, "POST", "/v1/users", token: shared, body: "{}").status == 201
        else { throw BenchmarkError("registering by a token of the shared secret failed") }
        let ofSecret = try processorMicroseconds(server, count: Self.tokens * 4) { _ in shared }
        print(
            "tokens, CPU µs of reading the profile: RS256 (2048 bits) not seen before \(format(new, 1)), seen before "
                + "\(format(known, 1)), HS256 seen before \(format(ofSecret, 1)); verifying takes the difference\n")
    }

    private func processorMicroseconds(
        _ server: ServerProcess, count: Int, _ token: (Int) -> String
    ) throws -> Double {
        let before = server.processorTime
        let result = try LoadGenerator.run(
            port: server.port, connections: 1, expectedStatus: 200,
            request: { HTTPClient.head("GET", "/v1/me", token: token(min($1, count - 1)), body: nil) },
            stop: { answers, _ in answers >= count })
        guard result.failures == 0 else { throw BenchmarkError("\(result.failures) tokens were refused") }
        return (server.processorTime - before) * 1e6 / Double(count)
    }
}

/// An identity provider of the benchmark's own: a key of 2048 bits that openssl makes and signs with.
private struct BenchmarkProvider {
    static let issuer = "https://id.example"
    private static let lifetime = 86_400

    let keys: URL
    private let key: URL
    private let folder: URL

    init(folder: URL) throws {
        self.folder = folder
        key = folder.appendingPathComponent("key.pem")
        keys = folder.appendingPathComponent("keys.json")
        _ = try Self.openssl(["genrsa", "-out", key.path, "2048"])
        let text = String(decoding: try Self.openssl(["rsa", "-in", key.path, "-noout", "-modulus"]), as: UTF8.self)
        let digits = Array(text.drop { $0 != "=" }.dropFirst().filter(\.isHexDigit))
        let modulus = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
        let set = """
            {"keys":[{"kty":"RSA","alg":"RS256","use":"sig","kid":"bench","e":"AQAB","n":"\(Self.base64URL(modulus))"}]}
            """
        try Data(set.utf8).write(to: keys)
    }

    /// A token that differs from those of other numbers.
    func token(number: Int) throws -> String {
        let now = Int(Date().timeIntervalSince1970) - 1
        let claims = """
            {"iss":"\(Self.issuer)","aud":"lexi-api","sub":"bench","email":"bench@example.com","email_verified":true,\
            "iat":\(now),"exp":\(now + Self.lifetime),"jti":"\(number)"}
            """
        let header = #"{"alg":"RS256","typ":"JWT","kid":"bench"}"#
        let text = Self.base64URL(Array(header.utf8)) + "." + Self.base64URL(Array(claims.utf8))
        let file = folder.appendingPathComponent("claims")
        try Data(text.utf8).write(to: file)
        let signature = try Self.openssl(["dgst", "-sha256", "-sign", key.path, file.path])
        return text + "." + Self.base64URL(Array(signature))
    }

    private static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }

    private static func openssl(_ words: [String]) throws -> Data {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + words
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchmarkError("openssl \(words[0]) failed: is it there?") }
        return output
    }
}
