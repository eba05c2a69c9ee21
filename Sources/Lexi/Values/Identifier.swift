/// The identifier of an entity of one kind, so that a card's cannot be taken for a session's.
public struct Identifier<Entity>: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The identifier itself.
    public let ulid: ULID

    /// An identifier.
    public init(_ ulid: ULID) { self.ulid = ulid }

    /// Reads an identifier's text; nil for anything but a ULID.
    public init?(_ text: String) {
        guard let ulid = ULID(text) else { return nil }
        self.ulid = ulid
    }

    /// The canonical text.
    public var text: String { ulid.text }
    /// The canonical text.
    public var description: String { ulid.text }
    /// The order of the identifiers, which is that of their making.
    public static func < (left: Identifier, right: Identifier) -> Bool { left.ulid < right.ulid }
}

/// A user's identifier: made by the service; the identity provider's subject is mapped to it.
public typealias UserID = Identifier<User>

/// A card's identifier.
public typealias FlashcardID = Identifier<Flashcard>

/// A review's identifier, unique on its card; made by the client or by the service.
public typealias ReviewID = Identifier<Review>

/// A session's identifier.
public typealias SessionID = Identifier<Session>

/// A scenario's identifier.
public typealias ScenarioID = Slug
