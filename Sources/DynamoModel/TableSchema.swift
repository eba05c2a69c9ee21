/// The types that a key attribute can have.
public enum ScalarAttributeType: String, Sendable, CaseIterable {
    /// Text, ordered by its UTF-8 bytes.
    case s = "S"
    /// A number, ordered by value.
    case n = "N"
    /// Bytes, ordered as unsigned bytes.
    case b = "B"
}

/// An attribute that a key uses, with its type.
public struct AttributeDefinition: Sendable, Hashable {
    /// The attribute's name.
    public var attributeName: String
    /// Its type in every key that uses it.
    public var attributeType: ScalarAttributeType

    /// A definition.
    public init(_ attributeName: String, _ attributeType: ScalarAttributeType) {
        self.attributeName = attributeName
        self.attributeType = attributeType
    }
}

/// The part that an attribute plays in a key.
public enum KeyType: String, Sendable, CaseIterable {
    /// The partition key.
    case hash = "HASH"
    /// The sort key.
    case range = "RANGE"
}

/// An attribute of a key.
public struct KeySchemaElement: Sendable, Hashable {
    /// The attribute's name.
    public var attributeName: String
    /// The part that it plays.
    public var keyType: KeyType

    /// An attribute of a key.
    public init(_ attributeName: String, _ keyType: KeyType) {
        self.attributeName = attributeName
        self.keyType = keyType
    }
}

/// Which attributes an index holds besides its key and the table's.
public enum Projection: Sendable, Hashable {
    /// All attributes.
    case all
    /// None.
    case keysOnly
    /// These.
    case include([String])

    /// The type on the wire.
    public var projectionType: String {
        switch self {
        case .all: "ALL"
        case .keysOnly: "KEYS_ONLY"
        case .include: "INCLUDE"
        }
    }
}

/// Units a second.
public struct ProvisionedThroughput: Sendable, Hashable {
    /// Read units a second.
    public var readCapacityUnits: Int
    /// Write units a second.
    public var writeCapacityUnits: Int

    /// A throughput in units a second.
    public init(readCapacityUnits: Int, writeCapacityUnits: Int) {
        self.readCapacityUnits = readCapacityUnits
        self.writeCapacityUnits = writeCapacityUnits
    }
}

/// How a table is paid for.
public enum BillingMode: String, Sendable, CaseIterable {
    /// By the throughput that is kept ready.
    case provisioned = "PROVISIONED"
    /// By request.
    case payPerRequest = "PAY_PER_REQUEST"
}

/// A secondary index to make: local (the table's partition key, another sort key) or global.
public struct SecondaryIndex: Sendable, Hashable {
    /// Unique within the table.
    public var indexName: String
    /// Partition key attributes, then sort key attributes: one each, or up to four each in a global index.
    public var keySchema: [KeySchemaElement]
    /// What it holds.
    public var projection: Projection
    /// For a global index of a provisioned table.
    public var provisionedThroughput: ProvisionedThroughput?
    /// For a global index of a table that is paid by request.
    public var onDemandThroughput: OnDemandThroughput?
    /// What a global index is to give at once, as a request says it.
    public var warmThroughput: WarmThroughput?

    /// An index.
    public init(
        indexName: String, keySchema: [KeySchemaElement], projection: Projection = .all,
        provisionedThroughput: ProvisionedThroughput? = nil, onDemandThroughput: OnDemandThroughput? = nil,
        warmThroughput: WarmThroughput? = nil
    ) {
        self.indexName = indexName
        self.keySchema = keySchema
        self.projection = projection
        self.provisionedThroughput = provisionedThroughput
        self.onDemandThroughput = onDemandThroughput
        self.warmThroughput = warmThroughput
    }
}

/// What a table's stream records.
public enum StreamViewType: String, Sendable, CaseIterable {
    /// Only the keys.
    case keysOnly = "KEYS_ONLY"
    /// The item as it is now.
    case newImage = "NEW_IMAGE"
    /// The item as it was.
    case oldImage = "OLD_IMAGE"
    /// Both.
    case newAndOldImages = "NEW_AND_OLD_IMAGES"
}

/// A label of a table.
public struct Tag: Sendable, Hashable {
    /// Its name, 1 to 128 characters.
    public var key: String
    /// Its value, up to 256 characters.
    public var value: String

    /// A label.
    public init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}
