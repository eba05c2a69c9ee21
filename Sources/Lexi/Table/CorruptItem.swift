import DynamoModel

/// An item that this program cannot read: damage, a writer that was not us, or a newer program of ours.
public struct CorruptItem: Error, Sendable, Equatable, CustomStringConvertible {
    /// The item's key.
    public let key: ItemKey
    /// The attribute that is missing or wrong.
    public let attribute: String
    /// What is wrong with it; never its value.
    public let problem: String
    /// Whether the item is of a version that a newer program wrote: it is whole, and this program must not touch it.
    public let isNewer: Bool

    init(key: ItemKey, attribute: String, problem: String, isNewer: Bool = false) {
        self.key = key
        self.attribute = attribute
        self.problem = problem
        self.isNewer = isNewer
    }

    init(_ item: Item, _ attribute: String, _ problem: String) {
        self.init(key: ItemKey(item) ?? ItemKey("?", "?"), attribute: attribute, problem: problem)
    }

    init(newer item: Item, version: Int, known: Int) {
        self.init(
            key: ItemKey(item) ?? ItemKey("?", "?"), attribute: TableAttribute.version,
            problem: "is \(version), and this program knows versions up to \(known)", isNewer: true)
    }

    /// One sentence for the log.
    public var description: String {
        isNewer
            ? "The item \(key) was written by a newer version of the program: \(attribute) \(problem)"
            : "The item \(key) is damaged: attribute \(attribute) \(problem)"
    }
}
