import DynamoModel

/// A write that waits for its turn, and the caller that waits for it.
class WriteJob: @unchecked Sendable {
    /// The memory that it takes while it waits, in bytes.
    let memory: Int

    init(memory: Int) { self.memory = memory }

    /// Does the work inside the writer's transaction. What it throws undoes the whole transaction; a refusal by
    /// DynamoDB's rules is kept as the job's result instead.
    func run(_ writer: Writer) throws(EngineFault) {}
    /// Tells the result, after the commit.
    func finish() {}
    /// Tells that the storage failed.
    func fail(_ error: DynamoDBError) {}
}

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
