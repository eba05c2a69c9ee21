import Digests
import DynamoModel

/// Makes the items of our table from those of the app's former back end. Pure: the same table gives the same items.
public struct AppMigration: Sendable {
    /// What the operator decides.
    public struct Options: Sendable {
        /// The issuer of the tokens with which the users will come.
        public var issuer: String
        /// The subjects of users who sign in by Google, by their names in the table.
        public var googleUsers: [String: String] = [:]
        /// Whether texts that are too long are cut; if not, entities with such texts are refused.
        public var cutsTexts = false
        /// Whether completed sessions without scores wait for them; if not, they count as left.
        public var awaitsScores = false
        /// When it is done: the time of the audit entries.
        public var now: Timestamp

        /// The careful choices.
        public init(issuer: String, now: Timestamp) {
            self.issuer = issuer
            self.now = now
        }
    }

    let options: Options
    /// What was found, and what was made.
    public internal(set) var report = AppMigrationReport()
    var scenarios: [ScenarioID: Scenario] = [:]
    /// Users that move, by their names in the table.
    var users: [String: AppUser] = [:]
    /// The new numbers of turns, by their sessions and old numbers.
    var turns: [SessionID: [Int: Int]] = [:]
    /// Whose the sessions are that move.
    var owners: [SessionID: UserID] = [:]
    /// Names of users in the order in which they will be written.
    var order: [String] = []

    /// A migration by these decisions.
    public init(_ options: Options) { self.options = options }

    /// All that is to be written, in the order in which it is to be.
    public mutating func plan(_ table: AppTable) -> [AppMigrationPart] {
        for kind in AppTable.Kind.allCases { report.count(kind, read: table.items[kind]?.count ?? 0) }
        for item in table.items[.unknown] ?? [] { report.refuse(item, "is of no known kind") }
        var parts = (table.items[.scenario] ?? []).compactMap { scenario($0) }
        takeUsers(table.items[.user] ?? [])
        takeSessions(table)
        takeCards(table.items[.card] ?? [])
        parts += order.compactMap { name in users[name].map { part(of: $0) } }
        return parts
    }

    /// An id that follows from a name: the same for the same name.
    static func id(_ label: String, _ parts: String...) -> ULID {
        let digest = SHA256.hash(utf8: ([label] + parts).joined(separator: "\n"))
        let words = (0..<2).map { word in
            digest[word * 8..<word * 8 + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        return ULID(high: words[0], low: words[1])
    }

    /// A text of at most so many code points: cut and noted, or nil and refused.
    mutating func fitted(_ text: String, _ limit: Int, _ name: String, _ item: AppItem) -> String? {
        guard text.unicodeScalars.count > limit else { return text }
        guard options.cutsTexts else {
            report.refuse(item, "\(name) is longer than \(limit) characters (--cut-texts cuts it)")
            return nil
        }
        report.change(item, "\(name) was cut to \(limit) characters")
        return Self.cut(text, limit)
    }

    static func cut(_ text: String, _ limit: Int) -> String {
        var cut = ""
        cut.unicodeScalars.append(contentsOf: text.unicodeScalars.prefix(limit))
        return cut
    }
}
