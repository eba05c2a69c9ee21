import Digests
import Glibc
import JSONText
import TestSupport
import Testing

extension ProcessTests {
    @Suite struct TokenTests {
        /// The first to need a secret makes it, readable by its owner alone; `token` prints the token and nothing else,
        /// and the server of the same folder accepts it.
        @Test func tokensAreAccepted() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("a folder/data")
                let made = try await lexi(
                    ["token", "--sub", "me", "--email", "me@example.com", "--data", data], in: folder)
                #expect(made.end == .exited(0))
                #expect(made.errors.contains("Made a secret"))
                #expect(try Files.mode(data + "/jwt-secret") == 0o600)
                #expect(try Files.mode(data) == 0o700)
                #expect(try Files.names(data) == ["jwt-secret"], "no drafts are left")
                let token = String(made.output.dropLast())
                #expect(made.output == token + "\n")
                #expect(token.split(separator: ".", omittingEmptySubsequences: false).count == 3)
                #expect(token.utf8.allSatisfy { $0 > 32 && $0 < 127 })
                let process = try LexiProcess(["serve", "--port", "0", "--data", data], in: folder)
                let port = try await process.port()
                #expect(!process.errors.contains("Made a secret"))
                let service = try await lexi(
                    ["token", "--sub", "scorer", "--scope", "lexi/service", "--data", data], in: folder)
                #expect(service.errors.isEmpty)
                let scorer = String(service.output.dropLast())
                let statuses = try await blocking {
                    let learner = try WebClient(port, token: token)
                    return [
                        try learner.call("POST", "/v1/users", [:]).status,
                        try WebClient(port, token: scorer).call("GET", "/v1/service/scoring-jobs").status,
                        try learner.call("GET", "/v1/service/scoring-jobs").status,
                    ]
                }
                #expect(statuses == [201, 200, 403])
                process.signal(SIGTERM)
                #expect(try await process.wait() == .exited(0))
            }
        }

        /// A token ends when it says.
        @Test func tokensExpire() async throws {
            let said = await run(
                ["token", "--sub", "me", "--expires", "15m"], environment: ["LEXI_JWT_SECRET": Serving.secret])
            #expect(said.status == 0)
            let part = said.output.split(separator: ".").dropFirst().first ?? ""
            let claims = try JSONValue.parse(try #require(Base64URL.decode(String(part))))
            let issued = try #require(claims["iat"]?.intValue)
            #expect(claims["exp"]?.intValue == issued + 15 * 60)
            #expect(claims["sub"] == "me" && claims["iss"] == "lexi" && claims["aud"] == "lexi-api")
            #expect(abs(issued - time(nil)) < 60)
        }

        /// A secret that others can read is refused, with what to do about it; so are an empty and a short one, by the
        /// file's name.
        @Test func secretFilesAreChecked() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                try Files.makeFolder(data)
                let file = data + "/jwt-secret"
                let words = ["token", "--sub", "me", "--data", data]
                for mode in [0o640, 0o604, 0o620] as [mode_t] {
                    try Files.write(Array(Serving.secret.utf8), to: file)
                    chmod(file, mode)
                    for command in [words, ["serve", "--port", "0", "--data", data]] {
                        let ran = try await lexi(command, in: folder)
                        #expect(ran.end == .exited(1))
                        #expect(ran.errors.contains("chmod 600"), "\(ran.errors)")
                        #expect(ran.output.isEmpty)
                    }
                }
                chmod(file, 0o600)
                for contents in ["", "short"] {
                    try Files.write(Array(contents.utf8), to: file)
                    chmod(file, 0o600)
                    let ran = try await lexi(words, in: folder)
                    #expect(ran.end == .exited(1))
                    #expect(ran.errors.contains(file), "\(ran.errors)")
                    #expect(contents.isEmpty || !ran.errors.contains("short:"))
                }
            }
        }

        /// Many that start at once on a fresh folder all sign with one secret.
        @Test func oneSecretIsMade() async throws {
            try await TemporaryFolder.with { folder in
                let data = folder.file("data")
                let processes = try (0..<6).map { _ in
                    try LexiProcess(["token", "--sub", "me", "--data", data], in: folder)
                }
                var made = 0
                for process in processes {
                    #expect(try await process.wait() == .exited(0), "\(process.errors)")
                    made += process.errors.contains("Made a secret") ? 1 : 0
                }
                #expect(made == 1)
                #expect(try Files.names(data) == ["jwt-secret"])
                let serving = try LexiProcess(["serve", "--port", "0", "--data", data], in: folder)
                let port = try await serving.port()
                for process in processes {
                    let token = String(process.output.dropLast())
                    // Accepted, and nobody has registered.
                    #expect(
                        try await blocking { try WebClient(port, token: token).call("GET", "/v1/me").status } == 403)
                }
            }
        }
    }
}
