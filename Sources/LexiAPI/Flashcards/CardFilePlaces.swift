import Synchronization

/// How many files of cards a service has in work at once: each may take a body of ``FlashcardForms/fileLimit`` in
/// memory, and the collection of a package in a temporary file.
final class CardFilePlaces: Sendable {
    private static let count = 4
    private let taken = Mutex(0)
    private let busy: String

    /// - Parameter busy: the message when all places are taken.
    init(busy: String) { self.busy = busy }

    /// Takes a place.
    ///
    /// - Throws: `Problem`: 503 when all are taken.
    func enter() throws(Problem) -> Place {
        let isFree = taken.withLock { taken in
            guard taken < Self.count else { return false }
            taken += 1
            return true
        }
        guard isFree else { throw .unavailable(busy) }
        return Place(self)
    }

    /// A place, which is free again when nobody holds it any more: also when an answer is never sent.
    final class Place: Sendable {
        private let places: CardFilePlaces

        fileprivate init(_ places: CardFilePlaces) { self.places = places }

        deinit { places.taken.withLock { $0 -= 1 } }
    }
}
