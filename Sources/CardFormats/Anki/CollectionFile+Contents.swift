/// What a package says about its cards. Nothing is sorted and grouped by SQLite, which would copy values for each row,
/// as often as a stranger's file wants it.
extension CollectionFile {
    /// When the collection's days begin, in seconds since 1970.
    func dayStart() throws(CardFormatError) -> Int {
        let row = try prepare("SELECT crt FROM col LIMIT 1")
        guard try row.step() else { throw .malformed("the package's collection is empty") }
        let start = row.integer(0)
        guard CardFormatLimits.dayStarts.contains(start) else {
            throw .malformed("the package's collection begins at no time")
        }
        return start
    }

    /// The cards of some decks, by their ids in their order: one of each note, that of its first side.
    ///
    /// - Parameter decks: nil for all.
    func firstCards(in decks: Set<Int>?) throws(CardFormatError) -> [Int] {
        var firsts: [Int: FirstCard] = [:]
        let rows = try prepare(
            "SELECT nid, ord, id, did, odid FROM cards WHERE nid IN (SELECT id FROM notes)",
            valueBytes: CardFormatLimits.numberBytes)
        var count = 0
        while try rows.step() {
            count += 1
            guard count <= CardFormatLimits.cards else {
                throw .tooLarge("the package has more than \(CardFormatLimits.cards) cards")
            }
            let (note, side) = (rows.integer(0), rows.integer(1))
            if let first = firsts[note], first.side <= side { continue }
            // The deck of a card in a filtered deck is the one that it came from.
            let deck = rows.integer(4) != 0 ? rows.integer(4) : rows.integer(3)
            firsts[note] = FirstCard(side: side, id: rows.integer(2), isChosen: decks?.contains(deck) ?? true)
        }
        return firsts.values.filter(\.isChosen).map(\.id).sorted()
    }

    private struct FirstCard {
        let side: Int
        let id: Int
        let isChosen: Bool
    }

    // MARK: Kinds of notes

    /// The names of the fields of each kind of note. In collections of newer programs they have a separate table.
    func fieldsOfKinds() throws(CardFormatError) -> [Int: [String]] {
        var names = BoundedNames()
        if try hasTable("notetypes") {
            let rows = try prepare(
                "SELECT ntid, name FROM fields ORDER BY ntid, ord LIMIT \(CardFormatLimits.names + 1)",
                valueBytes: CardFormatLimits.nameBytes)
            while try rows.step() { try names.append(rows.text(1), to: rows.integer(0)) }
        } else {
            try readOldKinds(&names)
        }
        return names.byKind
    }

    /// In older collections they are JSON, read by SQLite, since some programs write a name twice: the last one counts.
    /// Rows come in the order of the text.
    private func readOldKinds(_ names: inout BoundedNames) throws(CardFormatError) {
        var last: Int?
        let rows = try prepare(
            """
            SELECT m.key, m.id, json_extract(f.value, '$.name') \
            FROM (SELECT models FROM col LIMIT 1) AS c, json_each(c.models) AS m, json_each(m.value, '$.flds') AS f
            """)
        while try rows.step() {
            let kind = rows.integer(0)
            if last != rows.integer(1) { names.begin(kind) }
            last = rows.integer(1)
            try names.append(rows.text(2), to: kind)
        }
    }

    // MARK: Decks

    /// The decks of a name and those below it.
    ///
    /// - Throws: `unknownDeck` when there is no such deck; `tooLarge`.
    func decks(named name: String) throws(CardFormatError) -> Set<Int> {
        let isNew = try hasTable("notetypes")
        let rows = try prepare(
            isNew
                ? "SELECT id, name FROM decks"
                : """
                SELECT d.key, json_extract(d.value, '$.name') \
                FROM (SELECT decks FROM col LIMIT 1) AS c, json_each(c.decks) AS d
                """)
        var (found, count) = (Set<Int>(), 0)
        while try rows.step() {
            count += 1
            guard count <= CardFormatLimits.names else { throw .tooLarge("the package has too many decks") }
            let text = try rows.text(1)
            let shown = isNew ? text.replacing("\u{1F}", with: "::") : text
            let isFound = shown == name || shown.hasPrefix(name + "::")
            // Of two with one id the last one counts.
            if isFound { found.insert(rows.integer(0)) } else { found.remove(rows.integer(0)) }
        }
        guard !found.isEmpty else { throw .unknownDeck }
        return found
    }
}

/// Names of fields, as many as a package may have.
private struct BoundedNames {
    private(set) var byKind: [Int: [String]] = [:]
    private var (count, bytes) = (0, 0)

    /// Forgets the names of a kind.
    mutating func begin(_ kind: Int) { byKind[kind] = [] }

    mutating func append(_ name: String, to kind: Int) throws(CardFormatError) {
        count += 1
        bytes += name.utf8.count
        guard count <= CardFormatLimits.names, bytes <= CardFormatLimits.valueBytes else {
            throw .tooLarge("the package has too many names of fields")
        }
        byKind[kind, default: []].append(name)
    }
}
