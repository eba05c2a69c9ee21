import DynamoModel
import Synchronization

/// One way in which the service reads or writes the table, as a value: it does nothing that is not declared here.
///
/// A class, so that it is cheap to hand over; patterns are made once, for the registry.
public final class AccessPattern: Sendable {
    /// The operation that the pattern is carried out with.
    public enum Operation: String, Sendable {
        /// A read of one item.
        case get = "GetItem"
        /// A read of items by their keys, up to a hundred in a call.
        case batchGet = "BatchGetItem"
        /// A read of a part of one partition.
        case query = "Query"
        /// A query that only counts.
        case count = "Query (count)"
        /// A transaction of writes.
        case transaction = "TransactWriteItems"
        /// Removals without conditions, up to 25 in a call, each on its own.
        case batchDelete = "BatchWriteItem"

        /// Whether it changes the table.
        package var isWrite: Bool { self == .transaction || self == .batchDelete }
        /// Whether it reads a part of a partition.
        package var isQuery: Bool { self == .query || self == .count }

        /// The operation of DynamoDB's API.
        public var apiName: String { self == .count ? Operation.query.rawValue : rawValue }

        /// What IAM must allow for it. A transaction has no separate action: its writes have, each that of its kind.
        package var actions: [String] {
            switch self {
            case .get: ["GetItem"]
            case .batchGet: ["BatchGetItem"]
            case .query, .count: ["Query"]
            case .transaction: []
            case .batchDelete: ["BatchWriteItem"]
            }
        }
    }

    /// What a query asks of the sort key, as templates.
    public enum Sort: Sendable {
        /// Nothing: the whole partition.
        case all
        /// It begins so.
        case beginsWith(KeyTemplate)
        /// It lies between these, both included.
        case between(KeyTemplate, KeyTemplate)
        /// It has exactly this text: at most one item of a partition.
        case equals(KeyTemplate)
    }

    /// In which direction of the sort key a query reads.
    public enum Order: String, Sendable {
        /// Smallest sort key first, by its UTF-8 bytes.
        case ascending
        /// Largest sort key first.
        case descending
    }

    /// What a pattern may cost in the case that ``Budget/scale`` describes.
    public struct Budget: Sendable {
        /// Read units.
        public let read: Double
        /// Write units.
        public let write: Double
        /// The case.
        public let scale: String
    }

    /// The number in the table of patterns, unique: `11`, or `16a` where one number needs several calls.
    public let number: String
    /// What is read or written.
    public let name: String
    /// How.
    public let operation: Operation
    /// Where.
    public let index: TableIndex
    /// The partition key's shape.
    public let partition: KeyTemplate
    /// What is asked of the sort key.
    public let sort: Sort
    /// Meaningless for reads by key.
    public let order: Order
    /// Whether the read sees every write that was answered before.
    public let isConsistent: Bool
    /// The attributes that a query asks for; nil for whole items. It saves no units, only what is handed over and read.
    public let projection: String?
    /// Whether keys are found, and the entities read by batch gets.
    public let hydrates: Bool
    /// What it may cost.
    public let budget: Budget
    /// What it writes.
    public let writes: [WriteShape]
    /// A number that is unique among the patterns of the process, from 0, to count by.
    public let ordinal: Int
    /// The key condition of its queries.
    let keyCondition: String

    private static let count = Atomic(0)

    init(
        number: String, name: String, operation: Operation, index: TableIndex, partition: KeyTemplate, sort: Sort,
        order: Order = .ascending, isConsistent: Bool, projection: String? = nil, hydrates: Bool = false,
        budget: Budget, writes: [WriteShape] = []
    ) {
        self.number = number
        self.name = name
        self.operation = operation
        self.index = index
        self.partition = partition
        self.sort = sort
        self.order = order
        self.isConsistent = isConsistent
        self.projection = projection
        self.hydrates = hydrates
        self.budget = budget
        self.writes = writes
        keyCondition = KeyCondition.expression(index, sort)
        ordinal = Self.count.add(1, ordering: .relaxed).oldValue
    }

    /// Whether a query is one that this pattern declares.
    func declares(_ request: QueryRequest) -> Bool {
        guard operation == (request.select == .count ? .count : .query), request.indexName == index.name,
            request.filterExpression == nil, request.projectionExpression?.text == projection,
            request.consistentRead == isConsistent, request.scanIndexForward == (order == .ascending),
            request.keyConditionExpression?.text == keyCondition,
            let values = request.parameters.values, let key = values[":partition"]?.string,
            partition == .anything || partition.matches(key)
        else { return false }
        switch sort {
        case .all: return values.count == 1
        case .equals(let template): return values[":sort"]?.string.map { template.matches($0) } ?? false
        case .beginsWith(let template):
            return values[":sort"]?.string.map { template.matches($0, isPrefix: true) } ?? false
        case .between(let low, let high):
            guard let from = values[":from"]?.string, let to = values[":to"]?.string else { return false }
            return low.matches(from, isPrefix: true) && high.matches(to, isPrefix: true)
        }
    }
}
