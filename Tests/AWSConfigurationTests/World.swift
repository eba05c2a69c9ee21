import AWSConfiguration
import AWSSignatures
import BoundedFetch
import Synchronization

/// Surroundings of a test's own: files, clock and network as it says.
final class World: Sendable {
    private let clock = Mutex(1_800_000_000)
    private let asked = Mutex<[FetchRequest]>([])

    /// Seconds since 1970.
    var now: Int {
        get { clock.withLock { $0 } }
        set { clock.withLock { $0 = newValue } }
    }
    /// Files that are there besides those of the surroundings, and before them.
    let files = Mutex<[String: String]>([:])
    /// The requests so far.
    var requests: [FetchRequest] { asked.withLock { $0 } }

    func surroundings(
        _ environment: [String: String] = [:], files: [String: String] = [:],
        answer: @escaping @Sendable (FetchRequest) async throws(FetchFailure) -> FetchAnswer = {
            _ throws(FetchFailure) in throw FetchFailure("nobody is there")
        }
    ) -> AWSSurroundings {
        var world = AWSSurroundings(environment: environment.merging(["HOME": "/home/me"]) { given, _ in given })
        world.now = { self.now }
        world.readFile = { path throws(ConfigurationError) in
            (self.files.withLock { $0[path] } ?? files[path]).map { Array($0.utf8) }
        }
        world.fetch = { request async throws(FetchFailure) in
            self.asked.withLock { $0.append(request) }
            return try await answer(request)
        }
        return world
    }
}

/// The message of the error that `body` throws.
func message(_ body: () async throws -> Void) async -> String {
    do {
        try await body()
        return ""
    } catch { return "\(error)" }
}

/// Asks a chain for credentials, as their key and token.
func keys(_ world: AWSSurroundings, profile: String? = nil) async throws -> [String?] {
    let found = try await CredentialsChain(try SharedFiles(profile: profile, world), world).credentials()
    return [found.accessKeyID, found.secretAccessKey, found.sessionToken]
}
