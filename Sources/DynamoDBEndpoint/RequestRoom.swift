import DynamoModel
import DynamoWire
import HTTPServer

/// How much memory a request may take while it is carried out. Estimated from what is known before it is read: the
/// operation's name and the body.
enum RequestRoom {
    /// Deflate cannot do better (zlib's technical notes: 1032 to 1).
    private static let greatestCompression = 1032
    /// What a body of nothing but the smallest values takes, which a coded one may be: times its size.
    private static let greatestExpansion = 40
    /// The last item of a page, with which it exceeds its room, when it is an ordinary one.
    private static let lastItemBytes = 2 * 1024 * 1024

    static func bytes(for request: HTTPRequest) -> Int {
        guard request.method == .post else { return 0 }
        return bodyBytes(request) + answerBytes(Protocol.operation(request), request.body)
    }

    /// A small body takes no room that would be worth counting.
    private static func bodyBytes(_ request: HTTPRequest) -> Int {
        let count = request.body.count
        guard request.headers.contains("content-encoding") else {
            return count > OutputBudget.smallBytes ? JSONShape(request.body).bytes : 0
        }
        let decoded = min(count * greatestCompression, DynamoRequest.maximumBytes)
        return decoded > OutputBudget.smallBytes ? decoded * greatestExpansion : 0
    }

    /// What the engine bounds answers by. Operations on one item, and those on tables, answer little; an item of 400 KB
    /// counts when its text is made.
    private static func answerBytes(_ operation: DynamoOperation?, _ body: [UInt8]) -> Int {
        switch operation {
        case .query, .scan, .executeStatement, .getRecords: AnswerMemory.page + lastItemBytes
        case .batchExecuteStatement: AnswerMemory.batch(keys: min(members(body), DynamoLimits.batchStatements))
        // A key is an object that holds one.
        case .batchGetItem: AnswerMemory.batch(keys: min(members(body) / 2, DynamoLimits.batchGetKeys))
        case .transactGetItems: transactionBytes(keys: members(body) / 2)
        case .executeTransaction: transactionBytes(keys: members(body))
        default: 0
        }
    }

    /// An item of a transaction may take ten times its size.
    private static func transactionBytes(keys: Int) -> Int {
        min(AnswerMemory.largest, keys * 10 * DynamoLimits.itemSize)
    }

    /// How many members the lists of a request may have at most: each is an object.
    private static func members(_ body: [UInt8]) -> Int {
        body.count > OutputBudget.smallBytes ? 2 * DynamoLimits.batchGetKeys : JSONShape(body).containers
    }
}
