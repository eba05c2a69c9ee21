import DynamoModel
import JSONText

extension WireObject {
    /// The parent that a filter of shards names; nil without a filter.
    func parentInFilter() throws(DynamoDBError) -> String? {
        guard let filter = object("ShardFilter") else { return nil }
        switch (filter.string("Type"), filter.string("ShardId")) {
        case (.some, let shard?): return shard
        case (.some, nil): throw .validation("ShardFilter must specify a ShardId for its Type")
        case (nil, .some): throw .validation("ShardFilter must specify a Type for its ShardId")
        case (nil, nil): throw .validation("ShardFilter must specify a Type and a ShardId")
        }
    }
}
