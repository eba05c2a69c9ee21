import DynamoModel

/// The capacities of a request of several items, one for each table.
struct CapacityByTable {
    private(set) var list: [ConsumedCapacity] = []

    mutating func add(_ capacity: ConsumedCapacity) {
        if let position = list.firstIndex(where: { $0.tableName == capacity.tableName }) {
            list[position].add(capacity)
        } else {
            list.append(capacity)
        }
    }
}
