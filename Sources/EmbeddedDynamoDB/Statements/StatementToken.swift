import Digests
import DynamoModel
import TableStore

/// Where the next page of a statement begins: which of its reads, and after which row. It belongs to the statement's
/// text and parameters.
struct StatementToken {
    /// The read, counted from 0.
    let read: Int
    /// The key of the last row that was read.
    let key: KeyBytes

    init(read: Int, key: KeyBytes) {
        self.read = read
        self.key = key
    }

    // Version, 16 bytes of the request's digest, the read, the key, then 8 bytes of the digest of all that.
    private static let version: UInt8 = 1
    private static let requestSize = 16
    private static let checkSize = 8
    /// A read's number fits in a byte: there are at most 50.
    private static let headSize = 1 + requestSize + 1

    /// The token of a request, as text.
    func text(of request: ExecuteStatementRequest) -> String {
        var bytes = [Self.version] + Self.digest(request) + [UInt8(truncatingIfNeeded: read)] + key
        bytes += SHA256.hash(bytes).prefix(Self.checkSize)
        return Base64.encode(bytes)
    }

    /// Reads the token of a request; nil when it has none.
    ///
    /// - Throws: `validation` for a text that is no token, or one of another request.
    init?(of request: ExecuteStatementRequest) throws(EngineFault) {
        guard let text = request.nextToken else { return nil }
        guard let bytes = Base64.decode(text), bytes.count > Self.headSize + Self.checkSize, bytes[0] == Self.version
        else { throw Self.invalid }
        let body = Array(bytes.dropLast(Self.checkSize))
        guard SHA256.hash(body).prefix(Self.checkSize).elementsEqual(bytes.suffix(Self.checkSize)) else {
            throw Self.invalid
        }
        guard body[1..<(1 + Self.requestSize)].elementsEqual(Self.digest(request)) else {
            throw .validation("NextToken does not match request")
        }
        read = Int(body[1 + Self.requestSize])
        key = Array(body[Self.headSize...])
    }

    static let invalid = EngineFault.validation("Invalid NextToken")

    private static func digest(_ request: ExecuteStatementRequest) -> [UInt8] {
        Array(RequestFingerprint.of(request.statement, request.parameters).prefix(requestSize))
    }
}
