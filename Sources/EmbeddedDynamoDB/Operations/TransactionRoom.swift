import DynamoModel
import TableStore

/// What a transaction has read, against what it may read: by DynamoDB's counting, and of memory.
struct TransactionRoom {
    private var size = 0
    private var memory = AnswerMemory(limit: AnswerMemory.largest)

    /// Adds what is answered of an item of this size, after the `earlier` ones.
    ///
    /// - Throws: `validation` when the items are too large together. A transaction answers all of them or none.
    mutating func add(_ item: Item?, size: Int, earlier: [Item?]) throws(EngineFault) {
        self.size += size
        guard self.size <= DynamoLimits.transactionSize else {
            throw .validation("Aggregated size of the items in the transaction exceeds the limit of 4 MB")
        }
        memory.add(item, size: size, earlier: earlier)
        guard !memory.isExceeded else {
            throw .validation(
                "The items in the transaction take more than \(AnswerMemory.largest >> 20) MB of memory: read fewer of them"
            )
        }
    }
}
