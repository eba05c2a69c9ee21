import Compression
import Digests
import DynamoModel
import HTTPServer
import JSONText
import Testing

@testable import DynamoDBEndpoint

/// Operations over the protocol, on the engine.
struct OperationTests {
    private func withTable() async throws -> EndpointFixture {
        let endpoint = try EndpointFixture()
        #expect(try await endpoint.send("CreateTable", EndpointFixture.table).status == 200)
        return endpoint
    }

    // An item that is put is got, with the exact text of its numbers.
    @Test
    func putAndGet() async throws {
        let endpoint = try await withTable()
        let put = try await endpoint.send(
            "PutItem", #"{"TableName":"abc","Item":{"k":{"S":"1"},"n":{"N":"1.10"},"b":{"B":"AA=="}}}"#)
        #expect(put.text == "{}")
        let got = try await endpoint.send(
            "GetItem", #"{"TableName":"abc","Key":{"k":{"S":"1"}},"ReturnConsumedCapacity":"TOTAL"}"#)
        #expect(
            got.text
                == #"{"ConsumedCapacity":{"TableName":"abc","CapacityUnits":0.5},"Item":{"b":{"B":"AA=="},"k":{"S":"1"},"n":{"N":"1.1"}}}"#
        )
        #expect(try await endpoint.send("GetItem", #"{"TableName":"abc","Key":{"k":{"S":"2"}}}"#).text == "{}")
    }

    // Amazon Resource Names have the region of the request that asks; any region names the same tables.
    @Test(arguments: ["us-east-1", "eu-west-2", "ddblocal"])
    func regions(_ region: String) async throws {
        let endpoint = try await withTable()
        let told = try await endpoint.send("DescribeTable", #"{"TableName":"abc"}"#, region: region)
        #expect(told.text.contains(#""TableArn":"arn:aws:dynamodb:\#(region):000000000000:table/abc""#))
        let other = #"{"TableName":"arn:aws:dynamodb:sa-east-1:000000000000:table/abc"}"#
        #expect(try await endpoint.send("DescribeTable", other, region: region).text == told.text)
        let odd = try await endpoint.send("DescribeTable", #"{"TableName":"abc"}"#, region: "a:b")
        #expect(odd.text.contains(#""TableArn":"arn:aws:dynamodb:us-east-1:"#))
    }

    // The name of an index is not that of its table.
    @Test func namesOfIndexes() async throws {
        let endpoint = try await withTable()
        for name in ["table/abc/index/i", "table/abc/stream/s", "table/abc/backup/b"] {
            let arn = "arn:aws:dynamodb:us-east-1:000000000000:\(name)"
            for (operation, more) in [
                ("DescribeTable", ""), ("GetItem", #","Key":{"k":{"S":"1"}}"#), ("DeleteTable", ""),
            ] {
                let answer = try await endpoint.send(operation, #"{"TableName":"\#(arn)"\#(more)}"#)
                #expect(answer.type == "ValidationException", "\(operation) \(name)")
            }
        }
        #expect(try await endpoint.send("DescribeTable", #"{"TableName":"abc"}"#).status == 200)
    }

    // Errors of the table come with their type, their status and what goes with them.
    @Test
    func errors() async throws {
        let endpoint = try await withTable()
        let missing = try await endpoint.send("GetItem", #"{"TableName":"xyz","Key":{"k":{"S":"1"}}}"#)
        #expect(missing.status == 400)
        #expect(missing.json?["__type"] == "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException")
        _ = try await endpoint.send("PutItem", #"{"TableName":"abc","Item":{"k":{"S":"1"},"n":{"N":"1"}}}"#)
        let failed = try await endpoint.send(
            "PutItem",
            #"{"TableName":"abc","Item":{"k":{"S":"1"}},"ConditionExpression":"attribute_not_exists(k)","#
                + #""ReturnValuesOnConditionCheckFailure":"ALL_OLD"}"#)
        #expect(failed.type == "ConditionalCheckFailedException")
        #expect(failed.json?["Item"]?["n"]?["N"] == "1")
        let transaction =
            #"{"TransactItems":[{"Put":{"TableName":"abc","Item":{"k":{"S":"1"}},"ConditionExpression":"attribute_not_exists(k)"}}]}"#
        let cancelled = try await endpoint.send("TransactWriteItems", transaction)
        #expect(cancelled.type == "TransactionCanceledException")
        #expect(cancelled.json?["CancellationReasons"]?[0]?["Code"] == "ConditionalCheckFailed")
    }

    // Bad bodies change nothing and leave the endpoint usable.
    @Test
    func badBodies() async throws {
        let endpoint = try await withTable()
        for body in [
            "", "{", "[]", "null", #"{"TableName":"abc","TableName":"abc"}"#, #"{"TableName":5}"#,
            String(repeating: "[", count: 50_000),
        ] {
            let answer = try await endpoint.send("DeleteTable", body)
            #expect(answer.status == 400)
            #expect(["SerializationException", "ValidationException"].contains(answer.type ?? ""))
        }
        #expect(try await endpoint.send("ListTables", "{}").json?["TableNames"] == ["abc"])
    }

    // A page that is asked for compressed holds the same; the checksum is of the bytes that are sent.
    @Test
    func compression() async throws {
        let endpoint = try await withTable()
        for number in 0..<40 {
            let text = String(repeating: "word \(number) ", count: 20)
            _ = try await endpoint.send(
                "PutItem", #"{"TableName":"abc","Item":{"k":{"S":"\#(number)"},"t":{"S":"\#(text)"}}}"#)
        }
        let scan = #"{"TableName":"abc"}"#
        let plain = try await endpoint.send("Scan", scan)
        let packed = try await endpoint.send("Scan", scan, adding: [("Accept-Encoding", "deflate, gzip;q=0.5")])
        #expect(packed.headers.string("content-encoding") == "gzip")
        #expect(packed.headers.string("x-amz-crc32") == String(CRC32.checksum(packed.bytes)))
        #expect(packed.bytes.count < plain.bytes.count / 4)
        #expect(try Gzip.decompress(packed.bytes, limit: 1_000_000) == plain.bytes)
        for refused in ["identity", "gzip;q=0", "gzip;q=0.0, br"] {
            let answer = try await endpoint.send("Scan", scan, adding: [("Accept-Encoding", refused)])
            #expect(!answer.headers.contains("content-encoding"))
        }
    }

    // Which of two targets was meant nobody knows: neither is carried out. Two signatures are none.
    @Test
    func repeatedFields() async throws {
        let endpoint = try await withTable()
        let target = try await endpoint.send(
            "ListTables", "{}", adding: [("X-Amz-Target", "DynamoDB_20120810.DeleteTable")])
        #expect(target.type == "UnknownOperationException")
        let authorization = "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=x"
        let signature = try await endpoint.send("ListTables", "{}") { $0.append(("Authorization", authorization)) }
        #expect(signature.type == "InvalidSignatureException")
    }

    // A body can come compressed; what is no gzip, or holds too much, is refused.
    @Test
    func compressedRequests() async throws {
        let endpoint = try await withTable()
        let fields = [
            ("Host", "localhost"), ("Content-Type", "application/x-amz-json-1.0"), ("Content-Encoding", "gzip"),
            ("X-Amz-Target", "DynamoDB_20120810.DescribeTable"), ("X-Amz-Date", "20270115T080000Z"),
            ("Authorization", "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=x"),
        ]
        let body = Gzip.compress(Array(#"{"TableName":"abc"}"#.utf8))
        #expect(try await endpoint.send(.post, fields, body).json?["Table"]?["TableStatus"] == "ACTIVE")
        #expect(try await endpoint.send(.post, fields, Array(body.dropLast())).type == "SerializationException")
        let bomb = Gzip.compress([UInt8](repeating: 0x20, count: 17 << 20))
        let answer = try await endpoint.send(.post, fields, bomb)
        #expect(answer.type == "SerializationException")
        #expect(answer.message == "The body is longer than 16777216 bytes when decompressed")
    }

    // A large item goes the same way on another thread.
    @Test
    func large() async throws {
        let endpoint = try await withTable()
        let text = String(repeating: "x", count: 300_000)
        let put = try await endpoint.send(
            "PutItem", #"{"TableName":"abc","Item":{"k":{"S":"1"},"t":{"S":"\#(text)"}}}"#)
        #expect(put.status == 200)
        let scan = try await endpoint.send("Scan", #"{"TableName":"abc"}"#)
        #expect(scan.json?["Items"]?[0]?["t"]?["S"]?.stringValue?.utf8.count == 300_000)
        let tooLarge = String(repeating: "x", count: 410_000)
        let refused = try await endpoint.send(
            "PutItem", #"{"TableName":"abc","Item":{"k":{"S":"1"},"t":{"S":"\#(tooLarge)"}}}"#)
        #expect(refused.message == "Item size has exceeded the maximum allowed size")
    }

    // Backups are told as off; a table that is not there has an error of its own.
    @Test
    func continuousBackups() async throws {
        let endpoint = try await withTable()
        let answer = try await endpoint.send("DescribeContinuousBackups", #"{"TableName":"abc"}"#)
        let recovery = answer.json?["ContinuousBackupsDescription"]?["PointInTimeRecoveryDescription"]
        #expect(recovery?["PointInTimeRecoveryStatus"] == "DISABLED")
        let missing = try await endpoint.send("DescribeContinuousBackups", #"{"TableName":"xyz"}"#)
        #expect(missing.type == "TableNotFoundException")
    }
}
