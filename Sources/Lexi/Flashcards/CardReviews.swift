/// Reviews of a card that are written together, in their order.
struct CardReviews: Sendable {
    /// The card as it was read.
    let card: Flashcard
    /// The reviews, which are new.
    let reviews: [Review]
    /// What they make of the card.
    let fold: ReviewFold
    /// Whether this program made the reviews' ids, which nobody else can know before they are written.
    var idsAreNew = false
}
