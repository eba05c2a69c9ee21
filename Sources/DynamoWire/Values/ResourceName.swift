/// A table as requests name it: by its name, or by its ARN
/// (`arn:aws:dynamodb:region:account:table/name`).
enum ResourceName {
    /// Whether a text is meant as an ARN: no name can hold a colon.
    static func isARN(_ text: String) -> Bool { text.utf8.starts(with: "arn:".utf8) }

    /// The table's name in either form.
    static func tableName(_ text: String) -> String {
        guard isARN(text) else { return text }
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6 else { return text }
        let resource = parts[5].split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard resource.count >= 2, resource[0].elementsEqual("table".utf8) else { return text }
        return String(resource[1]) ?? text
    }
}
