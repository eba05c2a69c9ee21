import FoundationEssentials

/// A folder of its own for one test, removed with everything in it by ``remove()``.
public struct TemporaryFolder: Sendable {
    /// The folder's path.
    public let path: String

    /// Makes a folder that nobody else uses.
    public init() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lexi-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
    }

    /// The path of a file in the folder.
    public func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Removes the folder and what is in it.
    public func remove() throws { try FileManager.default.removeItem(atPath: path) }

    /// Runs `body` with a fresh folder, which is removed in any case.
    public static func with<Result: Sendable>(
        _ body: @Sendable (TemporaryFolder) async throws -> Result
    ) async throws -> Result {
        let folder = try TemporaryFolder()
        defer { try? folder.remove() }
        return try await body(folder)
    }
}
