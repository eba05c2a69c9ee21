import TestSupport

/// A table with the fixtures, loaded once for all tests that only need one to look at or to spoil.
enum SeededTable {
    private static let loading = Task {
        try await TemporaryFolder.with { folder in
            let data = folder.file("data")
            let ran = try await lexi(["seed", "--data", data, "--fixtures", Places.fixtures], in: folder)
            guard ran.end == .exited(0) else { throw HelperError(ran.errors) }
            return try Files.bytes(data + "/lexi.sqlite")
        }
    }

    /// Puts a copy of the file into a data folder.
    static func copy(to data: String) async throws {
        try Files.write(try await loading.value, to: data + "/lexi.sqlite")
    }
}
