import Compression
import DynamoModel
import DynamoWire
import HTTPServer
import HTTPText

/// What of a request is the protocol's, not the operation's.
enum Protocol {
    /// Whether the body is declared as one of the two media types of the protocol. Neither can be sent by a page
    /// without a preflight.
    static func hasJSON(_ request: HTTPRequest) -> Bool {
        guard let value = request.headers.first("content-type") else { return false }
        let type = value.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
        return matchesIgnoringCase(type, "application/x-amz-json-1.0") || matchesIgnoringCase(type, "application/json")
    }

    /// Whether the path is one at which load balancers ask: DynamoDB's, and the one that most services have.
    static func asksForHealth(_ request: HTTPRequest) -> Bool {
        request.path.elementsEqual("/".utf8) || request.path.elementsEqual("/health".utf8)
    }

    static func operation(_ request: HTTPRequest) -> DynamoOperation? {
        request.headers.only("x-amz-target").flatMap { DynamoOperation(target: $0) }
    }

    /// The operation's name as it was sent, for the message; empty when the request has no name that can be shown.
    static func target(_ request: HTTPRequest) -> String {
        let name = request.headers.string("x-amz-target") ?? ""
        let last = name.utf8.split(separator: UInt8(ascii: ".")).last.flatMap { String($0) } ?? ""
        let isWord = last.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
        return isWord && last.utf8.count <= 64 ? last : ""
    }

    /// The body with its content coding undone.
    static func decodedBody(_ request: HTTPRequest) throws(DynamoDBError) -> [UInt8] {
        guard let coding = request.headers.first("content-encoding") else { return request.body }
        if matchesIgnoringCase(coding, "identity") { return request.body }
        guard matchesIgnoringCase(coding, "gzip") else {
            throw DynamoDBError(.serialization, "The only content coding that is known is gzip")
        }
        do throws(GzipError) {
            return try Gzip.decompress(request.body, limit: DynamoRequest.maximumBytes)
        } catch {
            switch error {
            case .malformed: throw DynamoDBError(.serialization, "The body is not in gzip format")
            case .corrupt: throw DynamoDBError(.serialization, "The gzip body does not match its checksum")
            case .tooLarge(let limit):
                throw DynamoDBError(.serialization, "The body is longer than \(limit) bytes when decompressed")
            }
        }
    }

}
