import DynamoModel
import JSONText

extension OversightRequest {
    /// The changes; what only asks is a ``FeatureRead``.
    init(_ operation: DynamoOperation, wire object: WireObject) throws(DynamoDBError) {
        switch operation {
        case .putResourcePolicy:
            let policy = try object.required("Policy", object.string("Policy"))
            try PolicySyntax.check(policy)
            self = .putPolicy(
                arn: try object.required("ResourceArn", object.string("ResourceArn")), policy: policy,
                expectedRevision: object.string("ExpectedRevisionId"),
                confirmsSelfRemoval: object.bool("ConfirmRemoveSelfResourceAccess") ?? false)
        case .deleteResourcePolicy:
            self = .deletePolicy(
                arn: try object.required("ResourceArn", object.string("ResourceArn")),
                expectedRevision: object.string("ExpectedRevisionId"))
        default:
            self = .updateInsights(
                tableName: try object.tableName(), indexName: object.string("IndexName"),
                isEnabled: object.string("ContributorInsightsAction") == "ENABLE",
                mode: object.choice("ContributorInsightsMode"))
        }
    }

    /// The operation.
    public var operation: DynamoOperation {
        switch self {
        case .putPolicy: .putResourcePolicy
        case .getPolicy: .getResourcePolicy
        case .deletePolicy: .deleteResourcePolicy
        case .updateInsights: .updateContributorInsights
        case .describeInsights: .describeContributorInsights
        case .listInsights: .listContributorInsights
        }
    }

    func write(to writer: inout JSONWriter) {
        switch self {
        case .putPolicy(let arn, let policy, let revision, let confirmsSelfRemoval):
            writer.member("ResourceArn", arn)
            writer.member("Policy", policy)
            writer.member("ExpectedRevisionId", revision)
            if confirmsSelfRemoval { writer.member("ConfirmRemoveSelfResourceAccess", true) }
        case .deletePolicy(let arn, let revision):
            writer.member("ResourceArn", arn)
            writer.member("ExpectedRevisionId", revision)
        case .getPolicy(let arn): writer.member("ResourceArn", arn)
        case .updateInsights(let table, let index, let isEnabled, let mode):
            writer.member("TableName", table)
            writer.member("IndexName", index)
            writer.member("ContributorInsightsAction", isEnabled ? "ENABLE" : "DISABLE")
            writer.member("ContributorInsightsMode", mode?.rawValue)
        case .describeInsights(let table, let index):
            writer.member("TableName", table)
            writer.member("IndexName", index)
        case .listInsights(let table, let limit, let token):
            writer.member("TableName", table)
            writer.member("MaxResults", limit)
            writer.member("NextToken", token)
        }
    }
}

extension JSONWriter {
    mutating func oversight(_ response: OversightResponse) {
        switch response {
        case .policy(let text, let revision):
            member("Policy", text)
            member("RevisionId", revision)
        case .insights(let insights): write(insights)
        case .insightsList(let list, let token):
            member("ContributorInsightsSummaries", list) { writer, insights in
                writer.object { writer in
                    writer.member("TableName", insights.tableName)
                    writer.member("IndexName", insights.indexName)
                    writer.member("ContributorInsightsStatus", insights.status)
                    writer.member("ContributorInsightsMode", insights.mode?.rawValue)
                }
            }
            member("NextToken", token)
        }
    }

    private mutating func write(_ insights: InsightsDescription) {
        member("TableName", insights.tableName)
        member("IndexName", insights.indexName)
        if !insights.rules.isEmpty { member("ContributorInsightsRuleList", insights.rules) { $0.string($1) } }
        member("ContributorInsightsStatus", insights.status)
        member("LastUpdateDateTime", insights.lastUpdate)
        member("ContributorInsightsMode", insights.mode?.rawValue)
    }
}
