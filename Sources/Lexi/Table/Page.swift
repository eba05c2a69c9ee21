/// A part of a list, and where the list goes on.
public struct Page<Element: Sendable>: Sendable {
    /// The elements, in the order of the list.
    public let items: [Element]
    /// Where the next page starts; nil when this was the last.
    public let next: Position?

    /// A part of a list.
    public init(items: [Element], next: Position?) {
        self.items = items
        self.next = next
    }

    func map<Other, Failure: Error>(
        _ transform: (Element) throws(Failure) -> Other
    ) throws(Failure) -> Page<Other> {
        var others: [Other] = []
        others.reserveCapacity(items.count)
        for item in items { others.append(try transform(item)) }
        return Page<Other>(items: others, next: next)
    }
}
