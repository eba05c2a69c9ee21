import EmbeddedDynamoDB
import TableStore

extension Backend {
    /// The embedded engine in memory.
    public static let memory = Backend("embedded in memory") { clock in
        let engine = try TableEngine.inMemory(options: options(clock))
        return Opened(engine) { await engine.close() }
    }

    /// The embedded engine on a file in a temporary folder, as it ships: each commit waits for the disk.
    public static let file = Backend("embedded on file") { clock in
        let folder = try TemporaryFolder()
        let engine = try TableEngine.open(path: folder.file("tables.db"), options: options(clock))
        return Opened(engine) {
            await engine.close()
            try folder.remove()
        }
    }

    /// The engine's options with a test's clock.
    static func options(_ clock: Clock?) -> TableEngine.Options {
        var options = TableEngine.Options()
        if let clock {
            options.clock = clock
            options.steadyClock = clock
        }
        return options
    }
}
