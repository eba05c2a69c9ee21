import JSONText

/// The tags of a card in a cell of comma-separated text: separated by semicolons, or, when a tag has one itself, as a
/// list in JSON.
enum TagCell {
    static func text(_ tags: [String]) -> String {
        let isPlain = tags.allSatisfy { !$0.utf8.contains(UInt8(ascii: ";")) && !$0.hasPrefix("[") }
        return isPlain ? tags.joined(separator: ";") : JSONValue.array(tags.map { .string($0) }).description
    }

    static func tags(_ text: String) -> [String] {
        if text.hasPrefix("["), let list = try? JSONValue.parse(Array(text.utf8)).arrayValue {
            let tags = list.compactMap(\.stringValue)
            if tags.count == list.count { return tags }
        }
        return text.split(separator: ";").map(\.trimmed).filter { !$0.isEmpty }
    }
}
