/// Reviews of cards that had been reviewed before, by how far they had come, and how many of them were `forgot`.
public struct JudgedCount: Sendable, Hashable {
    /// All of them.
    public internal(set) var reviews = 0
    /// Those that were `forgot`.
    public internal(set) var forgot = 0

    /// No reviews.
    public init() {}

    /// The share of reviews that were not `forgot`; nil without any.
    public var retention: Double? {
        reviews > 0 ? min(1, max(0, Double(reviews - forgot) / Double(reviews))) : nil
    }

    init(reviews: Int, forgot: Int) {
        self.reviews = reviews
        self.forgot = forgot
    }

    /// Adds reviews to others.
    public static func += (left: inout JudgedCount, right: JudgedCount) {
        left.reviews += right.reviews
        left.forgot += right.forgot
    }

    static func - (left: JudgedCount, right: JudgedCount) -> JudgedCount {
        JudgedCount(reviews: left.reviews - right.reviews, forgot: left.forgot - right.forgot)
    }
}
