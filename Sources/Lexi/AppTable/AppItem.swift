import DynamoModel

/// An item of the app's former back end, whose attributes are read as they come: older programs wrote other ones.
struct AppItem: Sendable {
    let item: Item
    let kind: AppTable.Kind
    /// The parts of its keys, for messages and for what the attributes lack.
    let partition: String
    let sort: String

    init(_ item: Item) {
        self.item = item
        partition = item["PK"]?.string ?? ""
        sort = item["SK"]?.string ?? ""
        kind = Self.kind(item, partition, sort)
    }

    /// What messages call it.
    var key: String { "\(partition) / \(sort)" }

    private static let named: [String: AppTable.Kind] = [
        "USER_PROFILE": .user, "USER": .user, "FLASHCARD": .card, "CARD": .card, "SESSION": .session, "TURN": .turn,
        "SCORING": .scoring, "SCENARIO": .scenario,
    ]

    private static func kind(_ item: Item, _ partition: String, _ sort: String) -> AppTable.Kind {
        if let name = item["EntityType"]?.string, let kind = named[name] { return kind }
        let first = String(Substring(partition.utf8.prefix { $0 != UInt8(ascii: "#") }))
        switch (first, sort) {
        case ("USER", "PROFILE"): return .user
        case ("FLASHCARD", _) where sort.hasPrefix("CARD#"): return .card
        case ("SESSION", "METADATA"): return .session
        case ("SESSION", _) where sort.hasPrefix("SCORING"): return .scoring
        case ("SESSION", _) where sort.hasPrefix("TURN#"): return .turn
        case ("SCENARIO", "METADATA"): return .scenario
        case ("CACHE", _), ("METRICS", _), ("VOCAB", _): return .cache
        default: return .unknown
        }
    }

    /// What follows the first `#` of the partition key.
    var owner: String { Self.rest(partition) }
    /// What follows the first `#` of the sort key.
    var member: String { Self.rest(sort) }

    private static func rest(_ key: String) -> String {
        String(Substring(key.utf8.drop { $0 != UInt8(ascii: "#") }.dropFirst()))
    }

    // MARK: Attributes

    /// The first of these attributes that is a text with something in it; `""` for none.
    func text(_ names: String...) -> String {
        for name in names { if let text = item[name]?.string, !text.isEmpty { return text } }
        return ""
    }

    /// A list of texts; nil when it is something else.
    func texts(_ name: String) -> [String]? {
        guard let list = item[name]?.list else { return nil }
        let texts = list.compactMap(\.string)
        return texts.count == list.count ? texts : nil
    }

    func truth(_ name: String) -> Bool? { item[name]?.bool }

    /// A number as a binary one; of texts, too, which older programs wrote.
    func number(_ name: String) -> Double? {
        guard let value = item[name] else { return nil }
        let text = value.number?.description ?? value.string
        guard let number = text.flatMap({ Double($0) }), number.isFinite, number.magnitude < 1e12 else { return nil }
        return number
    }

    /// A number to the nearest integer, halves away from zero.
    func integer(_ name: String) -> Int? { number(name).map { Int($0.rounded()) } }

    /// A moment as Python's `isoformat` writes it, to whole seconds; without an offset it is UTC.
    func time(_ names: String...) -> Timestamp? {
        for name in names {
            guard let text = item[name]?.string, !text.isEmpty else { continue }
            if let time = Timestamp(rfc3339: text) ?? Timestamp(rfc3339: text + "Z") { return time }
        }
        return nil
    }
}
