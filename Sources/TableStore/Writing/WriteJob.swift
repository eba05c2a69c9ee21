import DynamoModel

/// A write that waits for its turn, and the caller that waits for it.
class WriteJob: @unchecked Sendable {
    /// The memory that it takes while it waits, in bytes.
    let memory: Int

    init(memory: Int) { self.memory = memory }

    /// Does the work inside the writer's transaction. What it throws undoes the whole transaction; a refusal by
    /// DynamoDB's rules is kept as the job's result instead.
    func run(_ writer: Writer) throws(EngineFault) {}
    /// Hands the result to the caller, after the commit.
    func finish() {}
    /// Hands the storage's failure to the caller.
    func fail(_ error: DynamoDBError) {}
}
