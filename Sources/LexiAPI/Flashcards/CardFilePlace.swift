import Synchronization

/// How many files of cards are imported at once: each may take a body of ``FlashcardForms/fileLimit`` in memory, and
/// the collection of a package in a temporary file.
struct CardFilePlace {
    private static let maximum = 4
    private static let taken = Mutex(0)

    /// Takes a place.
    ///
    /// - Throws: `Problem`: 503 when all are taken.
    static func enter() throws(Problem) -> CardFilePlace {
        let isFree = taken.withLock { taken in
            guard taken < maximum else { return false }
            taken += 1
            return true
        }
        guard isFree else { throw .unavailable("Other files are being imported; try again.") }
        return CardFilePlace()
    }

    /// Gives the place back.
    func leave() { Self.taken.withLock { $0 -= 1 } }
}
