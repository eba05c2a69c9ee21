import Digests
import DynamoModel
import TableStore

extension StreamRecord {
    /// What a stream shows of a change.
    ///
    /// - Throws: damage of an image.
    init(
        _ change: RecordedChange, in stream: StreamInfo, region: String, _ connection: StoreConnection
    ) throws(EngineFault) {
        let definition = stream.definition
        guard let keys = change.key.withUnsafeBytes({ stream.layout.attributes(in: $0)?.attributes }) else {
            throw .damagedFile(table: "changes", what: "the key of change \(change.sequence) cannot be read")
        }
        let old = try Self.image(change.old, definition.images.contains(.old), change.key, connection)
        let new = try Self.image(change.new, definition.images.contains(.new), change.key, connection)
        self.init(
            eventID: Self.eventID(change, definition),
            eventName: change.kind == .insert ? .insert : change.kind == .modify ? .modify : .remove,
            awsRegion: region,
            // Rounded down to a second, as the service's.
            approximateCreationDateTime: Double(change.time / 1000),
            keys: keys, newImage: new, oldImage: old, sequenceNumber: SequenceNumber.text(change.sequence),
            sizeBytes: keys.itemSize + (old?.itemSize ?? 0) + (new?.itemSize ?? 0),
            streamViewType: definition.viewType, userIdentity: change.cause == .expiry ? .expiry : nil)
    }

    /// The log holds what any of its readers needs: a stream shows only its own.
    private static func image(
        _ row: [UInt8]?, _ isShown: Bool, _ key: KeyBytes, _ connection: StoreConnection
    ) throws(EngineFault) -> Item? {
        guard let row, isShown else { return nil }
        return try connection.item(ofImage: row, key: key)
    }

    /// 32 hexadecimal digits that are the same whenever the change is read.
    private static func eventID(_ change: RecordedChange, _ stream: StreamDefinition) -> String {
        let seed = RowChecksum.hash(Array(stream.name.utf8))
        let bytes = withUnsafeBytes(of: UInt64(change.sequence).littleEndian) { Array($0) }
        let (high, low) = (RowChecksum.hash(bytes, seed: seed), RowChecksum.hash(bytes, seed: ~seed))
        return withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Hex.encode(Array($0)) }
    }
}
