import EmbeddedDynamoDB

extension Backend {
    /// Every back end that the contract suite runs on.
    public static let all: [Backend] = [.embeddedInMemory, .embeddedOnFile]

    /// The embedded engine in memory.
    public static let embeddedInMemory = Backend("embedded in memory") {
        let engine = try TableEngine.inMemory()
        return Opened(engine) { await engine.close() }
    }

    /// The embedded engine on a file in a temporary folder.
    ///
    /// Commits do not wait for the disk: what tests of the contract see is the same, and the suite stays quick.
    public static let embeddedOnFile = Backend("embedded on file") {
        let folder = try TemporaryFolder()
        var options = TableEngine.Options()
        options.isDurable = false
        let engine = try TableEngine.open(path: folder.file("tables.db"), options: options)
        return Opened(engine) {
            await engine.close()
            try folder.remove()
        }
    }
}
