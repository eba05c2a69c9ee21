import DynamoModel
import DynamoWire
import TableStore

/// DynamoDB's rules for tags, with its messages.
enum TagRules {
    /// Checks the tags of one request, in a time that grows with their bytes: a body holds 600,000.
    static func check(_ tags: some Collection<Tag>) throws(EngineFault) {
        let repeated = tags.lazy.map(\.key).firstRepetition()?.position
        for (position, tag) in tags.enumerated() {
            if tag.key.hasBytePrefix("aws:") {
                throw .validation("Tag Key cannot be prefixed with aws:, Key: \(tag.key)")
            }
            try check(tag.key, ServiceModel.tagKeyString, "key", position)
            try check(tag.value, ServiceModel.tagValueString, "value", position)
            for text in [tag.key, tag.value] where !text.unicodeScalars.allSatisfy(isAllowed) {
                throw .invalid(
                    "Tag keys and values can contain only Unicode letters, digits, white space and the symbols "
                        + "_ . : / = + - @: \(text)")
            }
            if position == repeated {
                throw .validation("Duplicate Tag Keys provided as input: Duplicate Tag Key found \(tag.key)")
            }
        }
        try checkCount(tags.count)
    }

    /// Whether a tag may have a character: `\p{L}\p{Z}\p{N}_.:/=+-@`, by the rules of all of AWS's tags.
    ///
    /// Source: "Tagging restrictions in DynamoDB" in the Developer Guide.
    private static func isAllowed(_ character: Unicode.Scalar) -> Bool {
        switch character.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .spaceSeparator, .lineSeparator, .paragraphSeparator:
            true
        default: "_.:/=+-@".unicodeScalars.contains(character)
        }
    }

    private static func check(
        _ text: String, _ shape: Shape, _ member: String, _ position: Int
    ) throws(EngineFault) {
        try EngineFault.refuse(
            shape.violated(by: text), at: "tags.\(position + 1).member.\(member)", value: text)
    }

    /// Checks how many tags a table has.
    static func checkCount(_ count: Int) throws(EngineFault) {
        guard count > DynamoLimits.tags else { return }
        throw .validation("Number of Tags exceed the current limit for the provided ResourceArn")
    }
}
