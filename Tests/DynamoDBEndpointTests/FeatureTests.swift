import DynamoWire
import JSONText
import Testing

@testable import DynamoDBEndpoint

/// Reads of features that are off: tools that look at all settings of a table go on.
@Suite struct FeatureTests {
    private static let arn = "arn:aws:dynamodb:us-east-1:000000000000:table/abc"

    private func withTable() async throws -> EndpointFixture {
        let endpoint = try EndpointFixture()
        #expect(try await endpoint.send("CreateTable", EndpointFixture.table).status == 200)
        return endpoint
    }

    // Lists are empty, and what can be on or off is off.
    @Test(arguments: [
        (
            "DescribeContributorInsights", #"{"TableName":"abc"}"#,
            #"{"TableName":"abc","ContributorInsightsStatus":"DISABLED"}"#
        ),
        (
            "DescribeKinesisStreamingDestination", #"{"TableName":"\#(arn)"}"#,
            #"{"TableName":"abc","KinesisDataStreamDestinations":[]}"#
        ),
        (
            "DescribeTableReplicaAutoScaling", #"{"TableName":"abc"}"#,
            #"{"TableAutoScalingDescription":{"TableName":"abc","TableStatus":"ACTIVE","Replicas":[]}}"#
        ),
        ("ListContributorInsights", "{}", #"{"ContributorInsightsSummaries":[]}"#),
        ("ListContributorInsights", #"{"TableName":"abc","MaxResults":5}"#, #"{"ContributorInsightsSummaries":[]}"#),
        ("ListBackups", #"{"TableName":"abc","BackupType":"ALL","Limit":10}"#, #"{"BackupSummaries":[]}"#),
        ("ListExports", #"{"TableArn":"\#(arn)"}"#, #"{"ExportSummaries":[]}"#),
        ("ListImports", "{}", #"{"ImportSummaryList":[]}"#), ("ListGlobalTables", "{}", #"{"GlobalTables":[]}"#),
    ])
    func off(_ operation: String, _ body: String, _ expected: String) async throws {
        let answer = try await withTable().send(operation, body)
        #expect(answer.status == 200 && answer.text == expected)
    }

    // What the feature would have made is not there.
    @Test(arguments: [
        ("DescribeBackup", #"{"BackupArn":"\#(arn)/backup/01"}"#, "BackupNotFoundException"),
        ("DescribeExport", #"{"ExportArn":"\#(arn)/export/01"}"#, "ExportNotFoundException"),
        ("DescribeImport", #"{"ImportArn":"\#(arn)/import/01"}"#, "ImportNotFoundException"),
        ("DescribeGlobalTable", #"{"GlobalTableName":"abc"}"#, "GlobalTableNotFoundException"),
        ("DescribeGlobalTableSettings", #"{"GlobalTableName":"abc"}"#, "GlobalTableNotFoundException"),
        ("GetResourcePolicy", #"{"ResourceArn":"\#(arn)"}"#, "PolicyNotFoundException"),
    ])
    func notThere(_ operation: String, _ body: String, _ type: String) async throws {
        let answer = try await withTable().send(operation, body)
        #expect(answer.status == 400 && answer.type == type)
    }

    // The table and the index have to be there; a further page never is.
    @Test func subjects() async throws {
        let endpoint = try await withTable()
        for operation in [
            "DescribeContributorInsights", "DescribeKinesisStreamingDestination", "DescribeTableReplicaAutoScaling",
            "ListContributorInsights",
        ] {
            let answer = try await endpoint.send(operation, #"{"TableName":"absent"}"#)
            #expect(answer.type == "ResourceNotFoundException", "\(operation)")
        }
        let index = try await endpoint.send("DescribeContributorInsights", #"{"TableName":"abc","IndexName":"none"}"#)
        #expect(index.type == "ResourceNotFoundException")
        let policy = try await endpoint.send("GetResourcePolicy", #"{"ResourceArn":"\#(Self.arn)d"}"#)
        #expect(policy.type == "ResourceNotFoundException")
        for (operation, body) in [
            ("ListExports", #"{"NextToken":"a"}"#),
            ("ListImports", #"{"NextToken":"\#(String(repeating: "0", count: 112))"}"#),
            ("ListTagsOfResource", #"{"ResourceArn":"\#(Self.arn)","NextToken":"a"}"#),
        ] {
            #expect(try await endpoint.send(operation, body).type == "ValidationException", "\(operation)")
        }
    }
}
