import DynamoModel
import Testing

@testable import Lexi

/// What items of each kind take of the storage, on the average of the fixtures.
struct ItemSizes {
    /// What DynamoDB adds to each item of a table and of an index (Developer Guide, "DynamoDB item sizes and formats").
    static let overhead = 100

    /// Bytes of one item with its index entries.
    private(set) var bytes: [ItemKind: Double] = [:]
    /// Bytes of all items by place, without the overhead.
    private(set) var byPlace: [TableIndex: Int] = [:]

    /// The sizes of what a table holds now.
    init(of table: any DynamoDB) async throws {
        var (sums, counts): ([ItemKind: Int], [ItemKind: Int]) = ([:], [:])
        var request = ScanRequest(tableName: LexiTable.defaultName)
        repeat {
            let page = try await table.scan(request)
            for item in page.items {
                let kind = try #require(ItemKind(of: item))
                for index in TableIndex.allCases where item[index.partitionAttribute] != nil {
                    let size = Self.size(of: item, in: index)
                    byPlace[index, default: 0] += size
                    sums[kind, default: 0] += size + Self.overhead
                }
                counts[kind, default: 0] += 1
            }
            request.exclusiveStartKey = page.lastEvaluatedKey
        } while request.exclusiveStartKey != nil
        for (kind, sum) in sums { bytes[kind] = Double(sum) / Double(counts[kind] ?? 1) }
    }

    private static func size(of item: Item, in index: TableIndex) -> Int {
        guard index.projection == .keysOnly else { return item.itemSize }
        let keys = [TableAttribute.partition, TableAttribute.sort, index.partitionAttribute, index.sortAttribute]
        return item.projected(to: keys).itemSize
    }
}
