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

/// Where resources are: what their names begin with.
public struct ResourcePlace: Sendable, Hashable {
    /// The region of a request that says none, as DynamoDB's clients have it by default.
    public static let defaultRegion = "us-east-1"

    /// The region that the request which is being answered was signed for; nil outside of such a request.
    @TaskLocal public static var requestedRegion: String?

    /// The region.
    public var region: String
    /// The account.
    public var account: String

    /// A place.
    public init(region: String, account: String) {
        self.region = region
        self.account = account
    }

    /// The Amazon Resource Name of a table.
    public func table(_ name: String) -> String { resourceName("table/\(name)") }

    /// The Amazon Resource Name of an index of a table.
    public func index(_ name: String, of table: String) -> String {
        resourceName("table/\(table)/index/\(name)")
    }

    /// The Amazon Resource Name of a backup of a table.
    public func backup(_ id: String, of table: String) -> String { resourceName("table/\(table)/backup/\(id)") }

    /// The Amazon Resource Name of an export of a table.
    public func export(_ id: String, of table: String) -> String { resourceName("table/\(table)/export/\(id)") }

    /// The Amazon Resource Name of an import into a table.
    public func tableImport(_ id: String, of table: String) -> String {
        resourceName("table/\(table)/import/\(id)")
    }

    /// The Amazon Resource Name of a group of logs.
    public func logGroup(_ name: String) -> String { resourceName("log-group:\(name):*", service: "logs") }

    /// The Amazon Resource Name of a key of the Key Management Service.
    public func key(_ resource: String) -> String { resourceName(resource, service: "kms") }

    private func resourceName(_ resource: String, service: String = "dynamodb") -> String {
        ResourceName(service: service, region: region, account: account, resource: resource).description
    }
}
