/// A closed list of words that a field can have.
public protocol Vocabulary: RawRepresentable, CaseIterable, Sendable, Hashable where RawValue == String {}

extension Vocabulary {
    /// Reads one of the words, exactly as it is written.
    public init(_ text: String) throws(InvalidValue) {
        for word in Self.allCases where word.rawValue.utf8.elementsEqual(text.utf8) {
            self = word
            return
        }
        throw InvalidValue("must be one of " + Self.allCases.map(\.rawValue).joined(separator: ", "))
    }
}

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

/// What a user may do.
public enum Role: String, Vocabulary {
    /// Learns.
    case learner = "LEARNER"
    /// Also looks after users and scenarios.
    case admin = "ADMIN"
}

/// The kind of a word.
public enum WordType: String, Vocabulary {
    /// A noun.
    case noun
    /// A verb.
    case verb
    /// An adjective.
    case adjective
    /// An adverb.
    case adverb
    /// A pronoun.
    case pronoun
    /// A preposition.
    case preposition
    /// A conjunction.
    case conjunction
    /// An interjection.
    case interjection
    /// A phrase.
    case phrase
    /// An idiom.
    case idiom
}

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

/// Where a session stands.
public enum SessionStatus: String, Vocabulary {
    /// It takes turns.
    case active = "ACTIVE"
    /// The learner is done; the scores are awaited.
    case scoring = "SCORING"
    /// The scores are there.
    case completed = "COMPLETED"
    /// The learner left it.
    case abandoned = "ABANDONED"
}

/// Who speaks in a turn.
public enum Speaker: String, Vocabulary {
    /// The learner.
    case user = "USER"
    /// The conversation partner.
    case ai = "AI"
}

/// The face and voice of the conversation partner.
public enum AICharacter: String, Vocabulary {
    /// Sarah.
    case sarah = "Sarah"
    /// Marco.
    case marco = "Marco"
    /// Emma.
    case emma = "Emma"
    /// James.
    case james = "James"
}
