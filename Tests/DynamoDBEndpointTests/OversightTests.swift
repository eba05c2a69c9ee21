import DynamoModel
import DynamoWire
import EmbeddedDynamoDB
import JSONText
import Testing

@testable import DynamoDBEndpoint

/// Resource policies, Contributor Insights and streams to Kinesis, as the service keeps or refuses them.
@Suite struct OversightTests {
    private static let arn = "arn:aws:dynamodb:us-east-1:000000000000:table/abc"
    private static let policy =
        #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"#
        + #""Action":["dynamodb:GetItem"],"Resource":"*"}]}"#

    private func withTable() async throws -> EndpointFixture {
        let endpoint = try EndpointFixture()
        #expect(try await endpoint.send("CreateTable", EndpointFixture.table).status == 200)
        return endpoint
    }

    private func body(_ members: [(String, String)]) -> String {
        var writer = JSONWriter()
        writer.beginObject()
        for (name, value) in members {
            writer.name(name)
            writer.string(value)
        }
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    // A policy is kept with a revision, which grows with each change; a change can depend on it.
    @Test func policies() async throws {
        let endpoint = try await withTable()
        let put = try await endpoint.send(
            "PutResourcePolicy",
            body([("ResourceArn", Self.arn), ("Policy", Self.policy), ("ExpectedRevisionId", "NO_POLICY")]))
        #expect(put.status == 200)
        let revision = try #require(put.json?["RevisionId"]?.stringValue)
        let got = try await endpoint.send("GetResourcePolicy", body([("ResourceArn", Self.arn)]))
        #expect(got.json?["Policy"]?.stringValue == Self.policy && got.json?["RevisionId"]?.stringValue == revision)
        let same = try await endpoint.send(
            "PutResourcePolicy", body([("ResourceArn", Self.arn), ("Policy", Self.policy)]))
        #expect(same.json?["RevisionId"]?.stringValue == revision)
        let other = try await endpoint.send(
            "PutResourcePolicy",
            body([("ResourceArn", Self.arn), ("Policy", Self.policy.replacing("Allow", with: "Deny"))]))
        #expect(other.json?["RevisionId"]?.stringValue != revision)
        let late = try await endpoint.send(
            "DeleteResourcePolicy", body([("ResourceArn", Self.arn), ("ExpectedRevisionId", revision)]))
        #expect(late.type == "PolicyNotFoundException")
        let removed = try await endpoint.send("DeleteResourcePolicy", body([("ResourceArn", Self.arn)]))
        #expect(removed.json?["RevisionId"] == other.json?["RevisionId"])
        #expect(
            try await endpoint.send("GetResourcePolicy", body([("ResourceArn", Self.arn)])).type
                == "PolicyNotFoundException")
        #expect(try await endpoint.send("DeleteResourcePolicy", body([("ResourceArn", Self.arn)])).status == 200)
    }

    // A table can be made with its policy, which has a revision from the start; one that is none makes no table.
    @Test func policiesOfNewTables() async throws {
        let endpoint = try EndpointFixture()
        func create(_ policy: String) async throws -> Int {
            let text = String(decoding: JSONValue.string(policy).serialized(), as: UTF8.self)
            let body = "{\"ResourcePolicy\":\(text)," + EndpointFixture.table.dropFirst()
            return try await endpoint.send("CreateTable", body).status
        }
        #expect(try await create("{}") == 400)
        #expect(try await create(Self.policy) == 200)
        let got = try await endpoint.send("GetResourcePolicy", body([("ResourceArn", Self.arn)]))
        #expect(got.json?["Policy"]?.stringValue == Self.policy)
        let revision = try #require(got.json?["RevisionId"]?.stringValue)
        let removed = try await endpoint.send(
            "DeleteResourcePolicy", body([("ResourceArn", Self.arn), ("ExpectedRevisionId", revision)]))
        #expect(removed.status == 200)
    }

    // A stream has a policy besides that of its table, also when it is off and when its table is gone.
    @Test func policiesOfStreams() async throws {
        let endpoint = try EndpointFixture()
        let stream = #"{"StreamSpecification":{"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"},"#
        let made = try await endpoint.send("CreateTable", stream + EndpointFixture.table.dropFirst())
        let arn = try #require(made.json?["TableDescription"]?["LatestStreamArn"]?.stringValue)
        func ask(_ operation: String, _ more: (String, String)...) async throws -> (type: String?, policy: String?) {
            let answer = try await endpoint.send(operation, body([("ResourceArn", arn)] + more))
            return (answer.type, answer.json?["Policy"]?.stringValue)
        }
        #expect(try await ask("GetResourcePolicy").type == "PolicyNotFoundException")
        #expect(try await ask("PutResourcePolicy", ("Policy", Self.policy)).type == nil)
        #expect(try await ask("GetResourcePolicy").policy == Self.policy)
        let ofTable = try await endpoint.send("GetResourcePolicy", body([("ResourceArn", Self.arn)]))
        #expect(ofTable.type == "PolicyNotFoundException")
        #expect(try await endpoint.send("DeleteTable", #"{"TableName":"abc"}"#).status == 200)
        let other = Self.policy.replacing("Allow", with: "Deny")
        #expect(try await ask("PutResourcePolicy", ("Policy", other)).type == nil)
        #expect(try await ask("GetResourcePolicy").policy == other)
        #expect(try await ask("DeleteResourcePolicy").type == nil)
        #expect(try await ask("GetResourcePolicy").type == "PolicyNotFoundException")
        for wrong in [arn + "0", "\(Self.arn)/index/i"] {
            let answer = try await endpoint.send("GetResourcePolicy", body([("ResourceArn", wrong)]))
            #expect(answer.type == (wrong.hasSuffix("i") ? "ValidationException" : "ResourceNotFoundException"))
        }
    }

    // A policy that is none is refused with what is wrong; nothing is kept.
    @Test(arguments: [
        "", "[]", "{}", #"{"Statement":[]}"#, #"{"Version":"2011-01-01","Statement":{}}"#,
        #"{"Statement":{"Effect":"Allow"}}"#,
        #"{"Statement":{"Effect":"Perhaps","Principal":"*","Action":"*","Resource":"*"}}"#,
        #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}}"#,
        #"{"Statement":{"Effect":"Allow","Principal":"me","Action":"*","Resource":"*"}}"#,
        #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Color":"red"}}"#,
        #"{"Statement":{"Effect":"Allow","Principal":"*","Action":[1],"Resource":"*"}}"#,
    ])
    func wrongPolicies(_ policy: String) async throws {
        let endpoint = try await withTable()
        let put = try await endpoint.send("PutResourcePolicy", body([("ResourceArn", Self.arn), ("Policy", policy)]))
        #expect(put.type == "ValidationException")
        #expect(put.message?.hasPrefix("Resource-based policy failed validation: Syntax error: ") == true)
        let missing = try await endpoint.send(
            "PutResourcePolicy", body([("ResourceArn", Self.arn + "x"), ("Policy", Self.policy)]))
        #expect(missing.type == "ResourceNotFoundException")
    }

    // Insights are turned on and off for a table and its indexes, described and listed.
    @Test func insights() async throws {
        let endpoint = try await withTable()
        let on = try await endpoint.send(
            "UpdateContributorInsights", body([("TableName", "abc"), ("ContributorInsightsAction", "ENABLE")]))
        #expect(on.json?["ContributorInsightsStatus"] == "ENABLING")
        let described = try await endpoint.send("DescribeContributorInsights", #"{"TableName":"abc"}"#)
        #expect(described.json?["ContributorInsightsStatus"] == "ENABLED")
        #expect(described.json?["ContributorInsightsMode"] == "ACCESSED_AND_THROTTLED_KEYS")
        let rules = described.json?["ContributorInsightsRuleList"]?.arrayValue?.compactMap(\.stringValue) ?? []
        #expect(rules.first?.hasPrefix("DynamoDBContributorInsights-PKC-abc-") == true)
        let list = try await endpoint.send("ListContributorInsights", "{}")
        #expect(list.json?["ContributorInsightsSummaries"]?.arrayValue?.count == 1)
        let none = try await endpoint.send(
            "UpdateContributorInsights",
            body([("TableName", "abc"), ("IndexName", "none"), ("ContributorInsightsAction", "ENABLE")]))
        #expect(none.type == "ResourceNotFoundException")
        _ = try await endpoint.send(
            "UpdateContributorInsights", body([("TableName", "abc"), ("ContributorInsightsAction", "DISABLE")]))
        let off = try await endpoint.send("DescribeContributorInsights", #"{"TableName":"abc"}"#)
        #expect(off.json?["ContributorInsightsStatus"] == "DISABLED" && off.json?["ContributorInsightsRuleList"] == nil)
    }

    // There is no Kinesis here: a destination cannot be enabled, and there is none to disable.
    @Test func kinesis() async throws {
        let endpoint = try await withTable()
        let stream = ("StreamArn", "arn:aws:kinesis:us-east-1:000000000000:stream/none")
        for operation in ["Enable", "Disable", "Update"] {
            let name = "\(operation)KinesisStreamingDestination"
            let refused = try await endpoint.send(name, body([("TableName", "abc"), stream]))
            #expect(refused.type == "ValidationException" && refused.message?.lowercased().contains("kinesis") == true)
            let missing = try await endpoint.send(name, body([("TableName", "abcd"), stream]))
            #expect(missing.type == "ResourceNotFoundException")
        }
    }
}
