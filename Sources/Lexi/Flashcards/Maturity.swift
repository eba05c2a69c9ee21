/// How far a card has come.
public enum Maturity: String, Vocabulary {
    /// Never reviewed.
    case new
    /// Its interval is under 21 days.
    case learning
    /// Its interval is 21 days or more.
    case mature

    /// The interval from which a card is mature, in days.
    public static let matureInterval = 21
}
