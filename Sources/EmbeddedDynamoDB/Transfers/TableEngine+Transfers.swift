import Digests
import DynamoModel
import DynamoWire
import TableStore

extension TableEngine: DynamoDBTransfers {
    /// Carries out a request about exports or imports; see ``DynamoDBTransfers/transfers(_:)``.
    public func transfers(_ request: TransferRequest) async throws(DynamoDBError) -> TransferResponse {
        try await observed(request.observedName, request.observedTable) { () async throws(DynamoDBError) in
            switch request {
            case .export(let request): .export(try await export(request))
            case .describeExport(let arn): .export(try describeExport(arn))
            case .listExports(let table, let limit, let token): try listExports(table, limit, token)
            case .importTable(let request): .tableImport(try await importTable(request))
            case .describeImport(let arn): .tableImport(try describeImport(arn))
            case .listImports(let table, let limit, let token): try listImports(table, limit, token)
            }
        }
    }

    /// How long exports and imports are listed after their end, in milliseconds: 90 days.
    static let transfersAreListed = 90 * RecoveryWindow.milliseconds
    /// How long a token stands for what it began, after its end, in milliseconds: 8 hours.
    static let tokensStand = 8 * 3_600_000

    /// The runner of exports and imports.
    func transferRunner() throws(DynamoDBError) -> TransferRunner {
        if let transfers { return transfers }
        guard options.exportFolder != nil else {
            throw .validation("One or more parameter values were invalid: no folder is configured for buckets")
        }
        throw DynamoDBError(.serviceUnavailable, "The table file was opened for reading only")
    }

    // MARK: Pages

    /// A page of what is listed in the order of names.
    ///
    /// - Parameters:
    ///   - limit: the most of a page.
    ///   - member: what the request calls the limit, and its shape.
    ///   - token: the last name of the page before, as ``token(_:)`` made it.
    ///   - name: the name of a thing that is listed.
    func page<Listed>(
        _ all: [Listed], _ limit: Int?, _ member: (name: String, shape: Shape), _ token: String?,
        _ name: (Listed) -> String
    ) throws(DynamoDBError) -> (page: [Listed], token: String?) {
        if let violated = limit.flatMap({ member.shape.violated(value: $0) }) {
            throw .violations([violated.violation(at: member.name, value: limit.map { "\($0)" })])
        }
        var rest = all.sorted { name($0).compareBytes(with: name($1)) < 0 }[...]
        if let token {
            guard let last = Self.name(token) else { throw .validation("Invalid NextToken") }
            rest = rest.drop { name($0).compareBytes(with: last) <= 0 }
        }
        let page = Array(rest.prefix(limit ?? TransferRequest.mostListed))
        return (page, rest.count > page.count ? page.last.map { Self.token(name($0)) } : nil)
    }

    /// Tokens are hexadecimal, 112 digits at least and a multiple of 16, as the service's model asks for.
    private static func token(_ name: String) -> String {
        let bytes = Array(name.utf8)
        let count = max(56, (bytes.count + 7) / 8 * 8)
        return Hex.encode(bytes + [UInt8](repeating: 0, count: count - bytes.count))
    }

    private static func name(_ token: String) -> String? {
        guard let bytes = Hex.decode(token), let name = String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self),
            ResourceName.isMeant(by: name)
        else { return nil }
        return name
    }

    /// The name of a table that a list is restricted to.
    func listedTable(_ arn: String?) -> String? { arn.map { ResourceName($0)?.table ?? $0 } }
}

extension TransferRequest {
    /// The operation, for the observer.
    fileprivate var observedName: StaticString {
        switch self {
        case .export: "ExportTableToPointInTime"
        case .describeExport: "DescribeExport"
        case .listExports: "ListExports"
        case .importTable: "ImportTable"
        case .describeImport: "DescribeImport"
        case .listImports: "ListImports"
        }
    }

    /// The table that it names.
    fileprivate var observedTable: String? {
        switch self {
        case .export(let request): ResourceName(request.tableArn)?.table ?? request.tableArn
        case .describeExport(let arn): ResourceName(arn)?.export?.table
        case .importTable(let request): request.table.tableName
        case .describeImport(let arn): ResourceName(arn)?.tableImport?.table
        case .listExports(let arn, _, _), .listImports(let arn, _, _): arn.flatMap { ResourceName($0)?.table }
        }
    }
}
