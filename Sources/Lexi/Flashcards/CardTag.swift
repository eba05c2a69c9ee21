import DynamoModel

/// A word with which learners mark cards: 1 to 50 characters. It is shown as it was typed, and compared without case.
public struct CardTag: Sendable, Hashable {
    /// The tag as it is shown.
    public let text: String

    init(trusted text: String) { self.text = text }

    /// Checks a tag.
    public init(_ text: String) throws(InvalidValue) {
        self.text = try Text.name(text, LexiLimits.tag).composed
    }

    /// The form in which tags are compared.
    public var normalForm: String { text.composedLowercase }

    /// Checks tags: one that comes twice, whatever its case, is one.
    ///
    /// - Returns: nil when one is wrong, or there are too many; `errors` then says so.
    static func list(_ texts: [String], _ errors: inout FieldErrors) -> [CardTag]? {
        var tags: [CardTag] = []
        var seen: Set<String> = []
        var isGood = true
        for (index, text) in texts.enumerated() {
            do throws(InvalidValue) {
                let tag = try CardTag(text)
                if seen.insert(tag.normalForm).inserted { tags.append(tag) }
            } catch {
                errors.add("/tags/\(index)", error.detail)
                isGood = false
            }
            if !isGood, errors.isFull { return nil }
        }
        guard tags.count <= LexiLimits.tagsPerCard else {
            errors.add("/tags", "must have at most \(LexiLimits.tagsPerCard) elements")
            return nil
        }
        return isGood ? tags : nil
    }

    /// Whether both are shown alike, byte for byte.
    public static func == (left: CardTag, right: CardTag) -> Bool { left.text.hasSameBytes(as: right.text) }
}
