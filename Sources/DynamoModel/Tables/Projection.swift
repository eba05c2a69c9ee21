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
