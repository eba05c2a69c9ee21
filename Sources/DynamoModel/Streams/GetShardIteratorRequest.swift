/// A place in a shard.
public struct GetShardIteratorRequest: Sendable, Equatable {
    /// Where in a shard an iterator begins.
    public enum Kind: String, Sendable, CaseIterable {
        /// Before the first record that is there.
        case trimHorizon = "TRIM_HORIZON"
        /// After the last record that the shard has now.
        case latest = "LATEST"
        /// Before the record with a sequence number.
        case atSequenceNumber = "AT_SEQUENCE_NUMBER"
        /// After the record with the sequence number.
        case afterSequenceNumber = "AFTER_SEQUENCE_NUMBER"
        /// Before the first record of a time or later.
        case atTimestamp = "AT_TIMESTAMP"
    }

    /// The stream's Amazon Resource Name.
    public var streamArn: String
    /// The shard.
    public var shardId: String
    /// The kind of place.
    public var kind: Kind
    /// The sequence number, for those kinds that have one.
    public var sequenceNumber: String?
    /// The time in seconds since 1970, for the kind that has one.
    public var timestamp: Double?

    /// Asks for an iterator; two of the kinds need the sequence number.
    public init(
        streamArn: String, shardId: String, kind: Kind, sequenceNumber: String? = nil, timestamp: Double? = nil
    ) {
        self.streamArn = streamArn
        self.shardId = shardId
        self.kind = kind
        self.sequenceNumber = sequenceNumber
        self.timestamp = timestamp
    }
}
