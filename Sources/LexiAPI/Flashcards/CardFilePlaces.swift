import Synchronization

/// How many files of cards a service imports at once: each may take a body of ``FlashcardForms/fileLimit`` in memory,
/// and the collection of a package in a temporary file.
final class CardFilePlaces: Sendable {
    private static let count = 4
    private let taken = Mutex(0)

    /// Takes a place.
    ///
    /// - Throws: `Problem`: 503 when all are taken.
    func enter() throws(Problem) {
        let isFree = taken.withLock { taken in
            guard taken < Self.count else { return false }
            taken += 1
            return true
        }
        guard isFree else { throw .unavailable("Other files are being imported; try again.") }
    }

    /// Gives a place back.
    func leave() { taken.withLock { $0 -= 1 } }
}
