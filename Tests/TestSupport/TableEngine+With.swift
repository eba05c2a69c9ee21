import EmbeddedDynamoDB
import TableStore

extension TableEngine {
    /// Opens a file, runs `body`, and closes it in any case.
    @discardableResult
    public static func with<Result: Sendable>(
        _ path: String, options: Options = Options(), _ body: @Sendable (TableEngine) async throws -> Result
    ) async throws -> Result {
        let engine = try open(path: path, options: options)
        do {
            let result = try await body(engine)
            await engine.close()
            return result
        } catch {
            await engine.close()
            throw error
        }
    }
}
