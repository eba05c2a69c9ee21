/// A level of the Common European Framework of Reference for Languages.
public enum CEFRLevel: String, Vocabulary {
    /// Breakthrough.
    case a1 = "A1"
    /// Waystage.
    case a2 = "A2"
    /// Threshold.
    case b1 = "B1"
    /// Vantage.
    case b2 = "B2"
    /// Effective operational proficiency.
    case c1 = "C1"
    /// Mastery.
    case c2 = "C2"
}
