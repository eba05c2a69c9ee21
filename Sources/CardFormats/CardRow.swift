/// A row of a file: a card, or why it cannot be one.
public struct CardRow: Sendable, Equatable {
    /// What a row holds.
    public enum Content: Sendable, Equatable {
        /// A card.
        case card(CardDraft)
        /// What is wrong with it.
        case fault(String)
    }

    /// Its number, from 1; a line of names is not counted.
    public let number: Int
    /// What it holds.
    public let content: Content

    /// A row.
    public init(number: Int, _ content: Content) {
        self.number = number
        self.content = content
    }
}
