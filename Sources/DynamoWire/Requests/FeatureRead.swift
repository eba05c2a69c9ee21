import DynamoModel
import JSONText

/// A question about a feature of DynamoDB that this service does not have: insights, streams to Kinesis,
/// policies, global tables. It is answered as DynamoDB answers where the feature
/// is off, so that tools that read all settings of a table go on.
public struct FeatureRead: Sendable, Equatable {
    /// What is asked.
    public let operation: DynamoOperation
    /// The table that the question is about, by its name; nil for one about all tables or about something else.
    public let tableName: String?
    /// The table's index that the question is about.
    public let indexName: String?
    /// The name or Amazon Resource Name of what the question is about, when it is not a table.
    public let subject: String?
    /// The other members of the request, as JSON: limits, ranges and filters, which an empty list meets.
    let rest: JSONValue

    /// The operations that ask so.
    public static let operations: Set<DynamoOperation> = [
        .describeContributorInsights, .describeGlobalTable,
        .describeGlobalTableSettings, .describeKinesisStreamingDestination,
        .disableKinesisStreamingDestination, .enableKinesisStreamingDestination, .updateKinesisStreamingDestination,
        .describeTableReplicaAutoScaling, .getResourcePolicy,
        .listContributorInsights, .listGlobalTables,
    ]

    /// - Throws: `validation` for the token of a further page where no answer gives one.
    init(_ operation: DynamoOperation, wire object: WireObject) throws(DynamoDBError) {
        guard object["NextToken"] == nil || operation == .listContributorInsights else {
            throw .validation("Invalid NextToken")
        }
        self.operation = operation
        let table = object.string("TableName") ?? object.string("TableArn")
        tableName = table.map { ResourceName($0)?.table ?? $0 }
        indexName = object.string("IndexName")
        let subjects = ["ResourceArn", "GlobalTableName"]
        subject = subjects.lazy.compactMap { object.string($0) }.first
        rest = .object(object.members)
    }

    /// The request for a service that keeps policies and insights; nil for another question.
    public var oversight: OversightRequest? {
        switch operation {
        case .getResourcePolicy: .getPolicy(arn: subject ?? "")
        case .describeContributorInsights: .describeInsights(tableName: tableName ?? "", indexName: indexName)
        case .listContributorInsights:
            .listInsights(
                tableName: tableName, limit: rest["MaxResults"]?.intValue, nextToken: rest["NextToken"]?.stringValue)
        default: nil
        }
    }

    func write(to writer: inout JSONWriter) {
        for (name, value) in rest.objectValue?.members ?? [] {
            writer.name(name)
            writer.value(value)
        }
    }
}

extension JSONWriter {
    /// The answer where the feature is off.
    mutating func off(_ read: FeatureRead) {
        switch read.operation {
        case .describeContributorInsights:
            member("TableName", read.tableName)
            member("IndexName", read.indexName)
            member("ContributorInsightsStatus", "DISABLED")
        case .describeKinesisStreamingDestination:
            member("TableName", read.tableName)
            emptyList("KinesisDataStreamDestinations")
        case .describeTableReplicaAutoScaling:
            name("TableAutoScalingDescription")
            object { writer in
                writer.member("TableName", read.tableName)
                writer.member("TableStatus", TableStatus.active.rawValue)
                writer.emptyList("Replicas")
            }
        case .listContributorInsights: emptyList("ContributorInsightsSummaries")
        case .listGlobalTables: emptyList("GlobalTables")
        // The others are refused: what they ask for is not there.
        default: break
        }
    }

    private mutating func emptyList(_ name: StaticString) { member(name, [String]()) { $0.string($1) } }
}
