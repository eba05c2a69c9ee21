import Digests
import DynamoModel

/// A place in a shard, as clients hold it: `<ARN of the stream>|1|<the rest in Base64>`. They are not to look into it.
struct ShardIterator {
    /// The stream's Amazon Resource Name.
    let streamArn: String
    let shardId: String
    /// The sequence number that was read last.
    let position: Int
    /// When it was made, in milliseconds since 1970.
    let made: Int

    /// How long it is good for, in milliseconds: 15 minutes, as DynamoDB's.
    static let lifetime = 900_000

    private static let separator = UInt8(ascii: "|")
    private static let version = "1"
    private static let checksumSize = 8

    /// The text that clients get.
    var text: String {
        let body = Array("\(shardId)|\(position)|\(made)".utf8)
        return "\(streamArn)|\(Self.version)|\(Base64.encode(body + Self.checksum(body, streamArn)))"
    }

    init(streamArn: String, shardId: String, position: Int, made: Int) {
        self.streamArn = streamArn
        self.shardId = shardId
        self.position = position
        self.made = made
    }

    /// Reads a text; nil when this endpoint did not give it out.
    init?(_ text: String) {
        let parts = text.utf8.split(separator: Self.separator, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].elementsEqual(Self.version.utf8),
            let bytes = Base64.decode(String(Substring(parts[2]))), bytes.count > Self.checksumSize
        else { return nil }
        streamArn = String(Substring(parts[0]))
        let body = Array(bytes.dropLast(Self.checksumSize))
        guard Array(bytes.suffix(Self.checksumSize)) == Self.checksum(body, streamArn) else { return nil }
        let members = body.split(separator: Self.separator).map { String(decoding: $0, as: UTF8.self) }
        guard members.count == 3, let position = Int(members[1]), let made = Int(members[2]), position >= 0,
            made >= 0
        else { return nil }
        (shardId, self.position, self.made) = (members[0], position, made)
    }

    /// Against mistakes, not against forgery: an iterator that somebody makes by hand reads what all clients may read.
    private static func checksum(_ body: [UInt8], _ streamArn: String) -> [UInt8] {
        let hash = RowChecksum.hash(body, seed: RowChecksum.hash(Array(streamArn.utf8)))
        return withUnsafeBytes(of: hash.littleEndian) { Array($0) }
    }
}
