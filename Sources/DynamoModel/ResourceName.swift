/// An Amazon Resource Name: `arn:partition:service:region:account:resource`.
///
/// Source: "Amazon Resource Names (ARNs)" in AWS's General Reference, and "Actions, resources, and condition keys for
/// Amazon DynamoDB" for the resources. Names of any partition, region and account are read: what they lead to is for
/// the service to say.
public struct ResourceName: Sendable, Hashable {
    /// `aws`, or another of AWS's partitions.
    public let partition: String
    /// The service, such as `dynamodb`.
    public let service: String
    /// The region; empty where the resource has none.
    public let region: String
    /// The account; empty where the resource has none.
    public let account: String
    /// What the name is of, such as `table/name` or `table/name/index/name`.
    public let resource: String

    /// A name of these parts.
    public init(partition: String = "aws", service: String, region: String, account: String, resource: String) {
        self.partition = partition
        self.service = service
        self.region = region
        self.account = account
        self.resource = resource
    }

    /// Reads a name; nil for a text that is not one. The resource can hold colons.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].elementsEqual("arn".utf8) else { return nil }
        self.init(
            partition: String(Substring(parts[1])), service: String(Substring(parts[2])),
            region: String(Substring(parts[3])), account: String(Substring(parts[4])),
            resource: String(Substring(parts[5])))
    }

    /// Whether a text is meant as an Amazon Resource Name: the name of a table cannot hold a colon.
    public static func isMeant(by text: String) -> Bool { text.hasBytePrefix("arn:") }

    /// Whether the resource is one of DynamoDB's.
    public var isOfDynamoDB: Bool { service.hasSameBytes(as: "dynamodb") }

    /// The table and the backup when the name is of a backup.
    public var backup: (table: String, id: String)? { part("backup") }

    /// The table and the export when the name is of an export.
    public var export: (table: String, id: String)? { part("export") }

    /// The table and the import when the name is of an import.
    public var tableImport: (table: String, id: String)? { part("import") }

    /// The table and what comes after the kind of a thing that belongs to a table.
    private func part(_ kind: StaticString) -> (table: String, id: String)? {
        let parts = resource.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard isOfDynamoDB, parts.count == 4, parts[0].elementsEqual("table".utf8),
            parts[2].elementsEqual(kind.description.utf8)
        else { return nil }
        return (String(Substring(parts[1])), String(Substring(parts[3])))
    }

    /// The table's name when the name is of a table itself; nil for its indexes, streams and backups, and for all else.
    public var table: String? {
        let parts = resource.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard isOfDynamoDB, parts.count == 2, parts[0].elementsEqual("table".utf8) else { return nil }
        return String(Substring(parts[1]))
    }
}

extension ResourceName: CustomStringConvertible {
    /// The name as it is written.
    public var description: String { "arn:\(partition):\(service):\(region):\(account):\(resource)" }
}
