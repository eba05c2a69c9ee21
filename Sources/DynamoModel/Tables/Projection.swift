/// Which attributes an index holds besides its key and the table's.
public enum Projection: Sendable, Hashable {
    /// All attributes of the item.
    case all
    /// Only the keys of the index and of the table.
    case keysOnly
    /// The keys and these attributes: up to 20, and 100 in all indexes of a table together.
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
