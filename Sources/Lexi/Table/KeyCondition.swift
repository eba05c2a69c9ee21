/// The key condition expressions that the executor writes: these and no others.
enum KeyCondition {
    static func expression(_ index: TableIndex, _ sort: AccessPattern.Sort) -> String {
        let (partition, key) = (index.partitionAttribute, index.sortAttribute)
        switch sort {
        case .all: return "\(partition) = :partition"
        case .equals: return "\(partition) = :partition AND \(key) = :sort"
        case .beginsWith: return "\(partition) = :partition AND begins_with(\(key), :sort)"
        case .between: return "\(partition) = :partition AND \(key) BETWEEN :from AND :to"
        }
    }
}
