import DynamoModel
import DynamoWire
import HTTPServer

/// How much memory a request may take while it is carried out. Estimated from what is known before it is read: the
/// operation's name and the size of the body.
enum RequestRoom {
    /// Values in memory against their JSON. Ordinary bodies take about eight times their size; one of nothing but empty
    /// values takes forty.
    private static let expansion = 16
    /// Deflate cannot do better (zlib's technical notes: 1032 to 1).
    private static let greatestCompression = 1032
    /// An answer is there as items and as text.
    private static let forms = 2
    private static let pageBytes = 1024 * 1024
    private static let itemBytes = 400 * 1024
    /// The shortest key in a request: `{"k":{"S":"a"}},`.
    private static let keyBytes = 16
    private static let greatestBatchBytes = 16 * 1024 * 1024
    private static let greatestTransactionBytes = 4 * 1024 * 1024

    static func bytes(for request: HTTPRequest) -> Int {
        guard request.method == .post else { return 0 }
        return bodyBytes(request) + answerBytes(Protocol.operation(request), bodyCount: request.body.count)
    }

    /// A small body takes no room that would be worth counting.
    private static func bodyBytes(_ request: HTTPRequest) -> Int {
        var count = request.body.count
        if request.headers.contains("content-encoding") {
            count = min(count * greatestCompression, DynamoRequest.maximumBytes)
        }
        return count > OutputBudget.smallBytes ? count * expansion : 0
    }

    /// Operations on one item, and those on tables, answer little; an item of 400 KB counts when its text is made.
    private static func answerBytes(_ operation: DynamoOperation?, bodyCount: Int) -> Int {
        let items = bodyCount / keyBytes * itemBytes
        switch operation {
        case .query, .scan, .executeStatement, .getRecords: return forms * pageBytes
        case .batchExecuteStatement: return forms * min(items, DynamoLimits.batchStatements * itemBytes)
        case .batchGetItem: return forms * min(items, greatestBatchBytes)
        case .transactGetItems, .executeTransaction: return forms * min(items, greatestTransactionBytes)
        default: return 0
        }
    }
}
