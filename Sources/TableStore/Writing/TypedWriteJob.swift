import DynamoModel

/// A write with a result.
final class TypedWriteJob<Result: Sendable>: WriteJob, @unchecked Sendable {
    typealias Work = @Sendable (Writer) throws(EngineFault) -> Result
    typealias Waiter = UnsafeContinuation<Swift.Result<Result, DynamoDBError>, Never>

    private let work: Work
    private let waiter: Waiter
    // Only touched by the writer's thread.
    private var result: Swift.Result<Result, DynamoDBError>?

    init(_ work: @escaping Work, memory: Int, _ waiter: Waiter) {
        self.work = work
        self.waiter = waiter
        super.init(memory: memory)
    }

    override func run(_ writer: Writer) throws(EngineFault) {
        #if DEBUG
            let before = writer.footprint
        #endif
        do throws(EngineFault) {
            result = .success(try work(writer))
        } catch {
            if case .storage = error { throw error }
            // The others of the batch commit: what a refused job had changed would stay.
            #if DEBUG
                assert(writer.footprint == before, "a job changed the file and was refused then: \(error.answer)")
            #endif
            result = .failure(error.answer)
        }
    }

    override func finish() {
        waiter.resume(
            returning: result ?? .failure(DynamoDBError(.serviceUnavailable, "The write was not carried out")))
    }

    override func fail(_ error: DynamoDBError) { waiter.resume(returning: .failure(error)) }
}
