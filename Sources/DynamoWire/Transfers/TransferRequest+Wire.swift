import DynamoModel
import JSONText

extension TransferRequest {
    /// The operations on the wire that it is the request of.
    static let operations: Set<DynamoOperation> = [
        .exportTableToPointInTime, .describeExport, .listExports, .importTable, .describeImport, .listImports,
    ]

    init(_ operation: DynamoOperation, wire object: WireObject) throws(DynamoDBError) {
        switch operation {
        case .exportTableToPointInTime: self = .export(try ExportRequest(wire: object))
        case .describeExport:
            self = .describeExport(arn: try object.required("ExportArn", object.string("ExportArn")))
        case .listExports:
            self = .listExports(
                tableArn: object.string("TableArn"), limit: object.int("MaxResults"),
                nextToken: object.string("NextToken"))
        case .importTable: self = .importTable(try ImportRequest(wire: object))
        case .describeImport:
            self = .describeImport(arn: try object.required("ImportArn", object.string("ImportArn")))
        case .listImports:
            self = .listImports(
                tableArn: object.string("TableArn"), limit: object.int("PageSize"),
                nextToken: object.string("NextToken"))
        default: throw .wireType("\(operation.rawValue) is not about exports or imports")
        }
    }

    /// The operation.
    var operation: DynamoOperation {
        switch self {
        case .export: .exportTableToPointInTime
        case .describeExport: .describeExport
        case .listExports: .listExports
        case .importTable: .importTable
        case .describeImport: .describeImport
        case .listImports: .listImports
        }
    }

    /// Whether nothing changes by it.
    public var isRead: Bool {
        switch self {
        case .describeExport, .listExports, .describeImport, .listImports: true
        case .export, .importTable: false
        }
    }

    func write(to writer: inout JSONWriter) {
        switch self {
        case .export(let request): request.write(to: &writer)
        case .describeExport(let arn): writer.member("ExportArn", arn)
        case .importTable(let request): request.write(to: &writer)
        case .describeImport(let arn): writer.member("ImportArn", arn)
        case .listExports(let table, let limit, let token):
            writer.member("TableArn", table)
            writer.member("MaxResults", limit)
            writer.member("NextToken", token)
        case .listImports(let table, let limit, let token):
            writer.member("TableArn", table)
            writer.member("PageSize", limit)
            writer.member("NextToken", token)
        }
    }
}

extension ExportRequest {
    init(wire object: WireObject) throws(DynamoDBError) {
        self.init(
            tableArn: try object.required("TableArn", object.string("TableArn")),
            place: BucketPlace(
                bucket: try object.required("S3Bucket", object.string("S3Bucket")),
                owner: object.string("S3BucketOwner"), prefix: object.string("S3Prefix")),
            time: object.double("ExportTime"), clientToken: object.string("ClientToken"),
            format: object.choice("ExportFormat"), kind: object.choice("ExportType"),
            increment: object.object("IncrementalExportSpecification").map(Increment.init(wire:)),
            filter: try ExportFilter(wire: object.object("FilterSpecification")),
            encryption: Encryption(
                algorithm: object.string("S3SseAlgorithm"), keyId: object.string("S3SseKmsKeyId")))
    }

    /// Writes the members, which descriptions have, too.
    func write(to writer: inout JSONWriter) {
        writer.member("TableArn", tableArn)
        writer.member("ExportTime", time)
        writer.member("ClientToken", clientToken)
        writer.member("S3Bucket", place.bucket)
        writer.member("S3BucketOwner", place.owner)
        writer.member("S3Prefix", place.prefix)
        writer.member("S3SseAlgorithm", encryption.algorithm)
        writer.member("S3SseKmsKeyId", encryption.keyId)
        writer.member("ExportFormat", format?.rawValue)
        writer.member("ExportType", kind?.rawValue)
        if let increment {
            writer.name("IncrementalExportSpecification")
            writer.object { writer in
                writer.member("ExportFromTime", increment.from)
                writer.member("ExportToTime", increment.to)
                writer.member("ExportViewType", increment.view?.rawValue)
            }
        }
        if let filter {
            writer.name("FilterSpecification")
            writer.object { filter.write(to: &$0) }
        }
    }
}

extension ExportRequest.Increment {
    fileprivate init(wire object: WireObject) {
        self.init(
            from: object.double("ExportFromTime"), to: object.double("ExportToTime"),
            view: object.choice("ExportViewType"))
    }
}

extension ExportFilter {
    private static let members = ExpressionMembers(
        expressions: ["FilterExpression", "ProjectionExpression", "KeyConditionExpression"], legacy: [])

    /// Nil where the request has no such member.
    fileprivate init?(wire object: WireObject?) throws(DynamoDBError) {
        guard let object else { return nil }
        self.init(
            keyCondition: object.string("KeyConditionExpression"), filter: object.string("FilterExpression"),
            projection: object.string("ProjectionExpression"), parameters: try Self.members.parameters(object))
    }

    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("FilterExpression", filter)
        writer.member("ProjectionExpression", projection)
        writer.member("KeyConditionExpression", keyCondition)
        writer.parameters(parameters)
    }
}

extension ImportRequest {
    init(wire object: WireObject) throws(DynamoDBError) {
        let source = try object.required("S3BucketSource", object.object("S3BucketSource"))
        let table = try object.tableToImport()
        let options = object.object("InputFormatOptions")
        self.init(
            place: BucketPlace(
                bucket: try source.required("S3Bucket", source.string("S3Bucket")),
                owner: source.string("S3BucketOwner"), prefix: source.string("S3KeyPrefix")),
            format: try object.required("InputFormat", object.choice("InputFormat")),
            csv: options?.object("Csv").map {
                CSVOptions(delimiter: $0.string("Delimiter"), headers: $0.strings("HeaderList"))
            }, compression: object.choice("InputCompressionType"), table: try CreateTableRequest(wire: table),
            clientToken: object.string("ClientToken"))
        if let options, options["Csv"] == nil {
            throw .invalidParameter("InputFormatOptions must hold Csv")
        }
    }

    /// Writes the members, which descriptions have, too.
    func write(to writer: inout JSONWriter) {
        writer.member("ClientToken", clientToken)
        writer.importSource(place)
        writer.member("InputFormat", format.rawValue)
        if let csv {
            writer.name("InputFormatOptions")
            writer.object { writer in
                writer.name("Csv")
                writer.object { writer in
                    writer.member("Delimiter", csv.delimiter)
                    if let headers = csv.headers { writer.member("HeaderList", headers) { $0.string($1) } }
                }
            }
        }
        writer.member("InputCompressionType", compression?.rawValue)
        writer.name("TableCreationParameters")
        writer.object { table.write(to: &$0) }
    }
}

extension WireObject {
    /// What an import says of its table: no other members of CreateTable than these.
    fileprivate func tableToImport() throws(DynamoDBError) -> WireObject {
        let all = try required("TableCreationParameters", object("TableCreationParameters"))
        let known = [
            "TableName", "AttributeDefinitions", "KeySchema", "BillingMode", "ProvisionedThroughput",
            "OnDemandThroughput", "SSESpecification", "GlobalSecondaryIndexes", "VectorIndexes",
        ]
        let members = all.members.members.filter { known.contains($0.name) }
        return WireObject(JSONObject(members) ?? all.members, wording)
    }
}

extension JSONWriter {
    mutating func importSource(_ place: BucketPlace) {
        name("S3BucketSource")
        object { writer in
            writer.member("S3BucketOwner", place.owner)
            writer.member("S3Bucket", place.bucket)
            writer.member("S3KeyPrefix", place.prefix)
        }
    }
}
