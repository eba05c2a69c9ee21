/// A page of streams.
public struct ListStreamsResponse: Sendable, Equatable {
    /// A stream in a list.
    public struct Stream: Sendable, Equatable {
        /// Its Amazon Resource Name.
        public var streamArn: String
        /// The name of the table whose changes it shows.
        public var tableName: String
        /// When it was turned on, as text.
        public var streamLabel: String

        /// A stream by its ARN, which holds the table's name and the label.
        public init(streamArn: String, tableName: String, streamLabel: String) {
            self.streamArn = streamArn
            self.tableName = tableName
            self.streamLabel = streamLabel
        }
    }

    /// The streams, in the order of their names.
    public var streams: [Stream]
    /// The last of them when there are more.
    public var lastEvaluatedStreamArn: String?

    /// A page of streams, and the ARN to go on after; nil after the last page.
    public init(streams: [Stream], lastEvaluatedStreamArn: String? = nil) {
        self.streams = streams
        self.lastEvaluatedStreamArn = lastEvaluatedStreamArn
    }
}
