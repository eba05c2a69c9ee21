import DynamoModel

/// A setting in which two tables differ.
public struct SettingDifference: Sendable, Equatable, CustomStringConvertible {
    /// What it is, such as `expiry` or `global index GSI1`.
    public let name: String
    /// The first table's setting, as text.
    public let first: String
    /// The setting of the second table, as text.
    public let second: String

    /// `expiry: "ttl" -> (none)`.
    public var description: String { "\(name): \(first) -> \(second)" }
}
