import DynamoModel

/// The name of a stream: that of its table, and its label.
struct StreamName {
    let table: String
    let label: String

    /// The name in an Amazon Resource Name, which ends like `:table/Notes/stream/2026-05-02T10:20:30.123`; nil when the
    /// text is none of a stream. Names of any region and account are read: there is one of each here.
    init?(arn: String) {
        guard let name = ResourceName(arn), name.isOfDynamoDB else { return nil }
        let parts = name.resource.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].elementsEqual("table".utf8), parts[2].elementsEqual("stream".utf8),
            !parts[1].isEmpty, !parts[3].isEmpty
        else { return nil }
        (table, label) = (String(Substring(parts[1])), String(Substring(parts[3])))
    }
}

extension ResourcePlace {
    /// The Amazon Resource Name of a stream.
    func stream(_ label: String, of table: String) -> String { "\(self.table(table))/stream/\(label)" }
}
