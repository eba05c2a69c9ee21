/// Where resources are: what their names begin with.
public struct ResourcePlace: Sendable, Hashable {
    /// The region of a request that says none, as DynamoDB's clients have it by default.
    public static let defaultRegion = "us-east-1"

    /// The region that the request which is being answered was signed for; nil outside of such a request.
    @TaskLocal public static var requestedRegion: String?

    /// The region as ARNs name it, such as `us-east-1`.
    public var region: String
    /// The account's number, 12 digits.
    public var account: String

    /// The region and account that ARNs of this process name.
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
