/// How well a card was remembered.
public enum Rating: String, Vocabulary {
    /// Not at all.
    case forgot
    /// With trouble.
    case hard
    /// Well.
    case good
    /// At once.
    case easy

    /// Whether the card starts again with it.
    var isLapse: Bool { quality < 3 }

    /// The quality of SM-2: 0, 3, 4, 5.
    public var quality: Int {
        switch self {
        case .forgot: 0
        case .hard: 3
        case .good: 4
        case .easy: 5
        }
    }
}
