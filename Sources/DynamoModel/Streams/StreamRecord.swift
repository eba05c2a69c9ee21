/// A change of an item.
///
/// Source: API reference, `Record` and `StreamRecord`.
public struct StreamRecord: Sendable, Equatable {
    /// What happened to the item.
    public enum Event: String, Sendable {
        /// There was none before.
        case insert = "INSERT"
        /// An item that was there has other attributes now.
        case modify = "MODIFY"
        /// The item was removed.
        case remove = "REMOVE"
    }

    /// Who made a change that no client asked for.
    public struct Identity: Sendable, Equatable {
        /// `Service` for what the service does itself.
        public var type: String
        /// The service that made the change: `dynamodb.amazonaws.com` when an item expired.
        public var principalId: String

        /// An identity.
        public init(type: String, principalId: String) {
            self.type = type
            self.principalId = principalId
        }

        /// Who removes items whose time to live is over.
        public static let expiry = Identity(type: "Service", principalId: "dynamodb.amazonaws.com")
    }

    /// The id of the change: the same whenever it is read.
    public var eventID: String
    /// Whether the item is new, changed or removed.
    public var eventName: Event
    /// The region of the table.
    public var awsRegion: String
    /// When it happened, in seconds since 1970.
    public var approximateCreationDateTime: Double
    /// The item's primary key.
    public var keys: Item
    /// The item after the change; nil for a removal, and where the stream does not show it.
    public var newImage: Item?
    /// The item before the change; nil when there was none or the stream does not show it.
    public var oldImage: Item?
    /// Its place in the order of all changes.
    public var sequenceNumber: String
    /// The size of keys and images by DynamoDB's counting.
    public var sizeBytes: Int
    /// What the stream shows.
    public var streamViewType: StreamViewType
    /// Who made the change, when no client did.
    public var userIdentity: Identity?

    /// A record.
    public init(
        eventID: String, eventName: Event, awsRegion: String, approximateCreationDateTime: Double, keys: Item,
        newImage: Item? = nil, oldImage: Item? = nil, sequenceNumber: String, sizeBytes: Int,
        streamViewType: StreamViewType, userIdentity: Identity? = nil
    ) {
        self.eventID = eventID
        self.eventName = eventName
        self.awsRegion = awsRegion
        self.approximateCreationDateTime = approximateCreationDateTime
        self.keys = keys
        self.newImage = newImage
        self.oldImage = oldImage
        self.sequenceNumber = sequenceNumber
        self.sizeBytes = sizeBytes
        self.streamViewType = streamViewType
        self.userIdentity = userIdentity
    }

    /// The version of the form of records (`eventVersion`).
    public static let eventVersion = "1.1"
    /// Where records come from (`eventSource`).
    public static let eventSource = "aws:dynamodb"
}
