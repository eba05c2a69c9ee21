/// What a migration found, by kind: counts, and a line for each item that does not move as it is. It names keys and
/// reasons, and no texts.
public struct AppMigrationReport: Sendable {
    /// Lines that are kept; further ones are only counted.
    public static let maximumLines = 100_000

    /// The counts of a kind.
    public struct Count: Sendable, Equatable {
        /// Items that were read.
        public var read = 0
        /// Those that were written.
        public var written = 0
        /// Those that were there already.
        public var there = 0
        /// Those that were changed on the way.
        public var changed = 0
        /// Those that do not move.
        public var refused = 0
    }

    /// The counts by kind.
    public private(set) var counts: [AppTable.Kind: Count] = [:]
    /// `refused: KEY: reason`, or `changed: …`.
    public private(set) var lines: [String] = []
    private var changed: Set<String> = []
    private var refused: Set<String> = []

    /// How many items do not move.
    public var refusedCount: Int { counts.values.reduce(0) { $0 + $1.refused } }

    mutating func count(_ kind: AppTable.Kind, read: Int) { counts[kind, default: Count()].read = read }

    /// Notes what became of a part.
    public mutating func count(_ part: AppMigrationPart, wasThere: Bool) {
        for (kind, number) in part.counts {
            if wasThere {
                counts[kind, default: Count()].there += number
            } else {
                counts[kind, default: Count()].written += number
            }
        }
    }

    /// Notes that a part cannot be written.
    public mutating func refuse(_ part: AppMigrationPart, _ reason: String) {
        for (kind, number) in part.counts { counts[kind, default: Count()].refused += number }
        add("refused: \(part.name): \(reason)")
    }

    mutating func refuse(_ item: AppItem, _ reason: String) {
        if refused.insert(item.key).inserted { counts[item.kind, default: Count()].refused += 1 }
        add("refused: \(item.key): \(reason)")
    }

    /// Refuses an item whose fields are wrong.
    mutating func refuse(_ item: AppItem, _ errors: FieldErrors) {
        refuse(item, errors.errors.map { "\($0.pointer.dropFirst()) \($0.detail)" }.joined(separator: "; "))
    }

    mutating func change(_ item: AppItem, _ what: String) {
        if changed.insert(item.key).inserted { counts[item.kind, default: Count()].changed += 1 }
        add("changed: \(item.key): \(what)")
    }

    private mutating func add(_ line: String) {
        if lines.count < Self.maximumLines { lines.append(line) }
    }
}
