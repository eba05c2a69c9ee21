import DynamoModel
import DynamoWire
import Synchronization

extension RemoteTable {
    /// Whether the write that a condition stands in the way of now was done by an earlier try.
    func isOwn(_ write: ConditionalWrite, _ failure: Failure, until deadline: Duration) async -> Bool {
        guard let keys = await keyAttributes(of: write, until: deadline) else { return false }
        if let item = failure.error.item { return write.isProven(by: item, keys: keys) }
        // There is no item, or the engine does not say so: a read makes sure.
        let read = GetItemRequest(tableName: write.tableName, key: write.key(keys), consistentRead: true)
        guard case .getItem(let answer)? = try? await call(.getItem(read), until: deadline) else { return false }
        return write.isProven(by: answer.item, keys: keys)
    }

    /// The names of the key attributes of a write's table: of the request, where they stand apart, or by asking for
    /// them.
    private func keyAttributes(of write: ConditionalWrite, until deadline: Duration) async -> [String]? {
        if let key = write.key { return key.map(\.name) }
        if let names = keyAttributes.withLock({ $0[write.tableName] }) { return names }
        let question = DynamoRequest.describeTable(tableName: write.tableName)
        guard case .describeTable(let table)? = try? await call(question, until: deadline) else { return nil }
        let names = table.keySchema.map(\.attributeName)
        keyAttributes.withLock { $0[write.tableName] = names }
        return names
    }
}
