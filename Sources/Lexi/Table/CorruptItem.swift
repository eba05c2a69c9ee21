import DynamoModel

/// An item that does not hold what its kind must hold: damage, or a writer that was not us.
public struct CorruptItem: Error, Sendable, Equatable, CustomStringConvertible {
    /// The item's key.
    public let key: ItemKey
    /// The attribute that is missing or wrong.
    public let attribute: String
    /// What is wrong with it; never its value.
    public let problem: String

    init(key: ItemKey, attribute: String, problem: String) {
        self.key = key
        self.attribute = attribute
        self.problem = problem
    }

    init(_ item: Item, _ attribute: String, _ problem: String) {
        self.init(key: ItemKey(item) ?? ItemKey("?", "?"), attribute: attribute, problem: problem)
    }

    /// One sentence for the log.
    public var description: String { "The item \(key) is damaged: attribute \(attribute) \(problem)" }
}
