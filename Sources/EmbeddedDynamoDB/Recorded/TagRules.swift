import DynamoModel
import TableStore

/// DynamoDB's rules for tags, with its messages.
enum TagRules {
    /// Labels of a table.
    static let most = 50
    private static let longestKey = 128
    private static let longestValue = 256

    /// Checks the tags of one request.
    static func check(_ tags: [Tag]) throws(EngineFault) {
        var seen: Set<ByteKey> = []
        for (position, tag) in tags.enumerated() {
            if tag.key.hasBytePrefix("aws:") {
                throw .validation("Tag Key cannot be prefixed with aws:, Key: \(tag.key)")
            }
            guard !tag.key.isEmpty else { throw length(tag.key, "key", position, "greater than or equal to 1") }
            guard tag.key.unicodeScalars.count <= longestKey else {
                throw length(tag.key, "key", position, "less than or equal to \(longestKey)")
            }
            guard tag.value.unicodeScalars.count <= longestValue else {
                throw length(tag.value, "value", position, "less than or equal to \(longestValue)")
            }
            guard seen.insert(ByteKey(tag.key)).inserted else {
                throw .validation("Duplicate Tag Keys provided as input: Duplicate Tag Key found \(tag.key)")
            }
        }
        try checkCount(tags.count)
    }

    /// The wording of the service's model, which the endpoint's own check has too.
    private static func length(_ value: String, _ member: String, _ position: Int, _ bound: String) -> EngineFault {
        .validation(
            "1 validation error detected: Value '\(value)' at 'tags.\(position + 1).member.\(member)' failed to satisfy "
                + "constraint: Member must have length \(bound)")
    }

    /// Checks how many tags a table has.
    static func checkCount(_ count: Int) throws(EngineFault) {
        guard count > most else { return }
        throw .validation("Number of Tags exceed the current limit for the provided ResourceArn")
    }
}
