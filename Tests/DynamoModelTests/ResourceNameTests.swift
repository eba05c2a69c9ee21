import DynamoModel
import Testing

/// Amazon Resource Names.
@Suite struct ResourceNameTests {
    // Only a table's own name is that of a table: those of its parts are of something else.
    @Test(arguments: [
        ("arn:aws:dynamodb:us-east-1:000000000000:table/T", "T"),
        ("arn:aws-cn:dynamodb:cn-north-1:123456789012:table/a.b-c_d", "a.b-c_d"),
        ("arn:aws:dynamodb:::table/T", "T"),
        ("arn:aws:dynamodb:us-east-1:000000000000:table/T/index/I", nil),
        ("arn:aws:dynamodb:us-east-1:000000000000:table/T/stream/2026-01-01T00:00:00.000", nil),
        ("arn:aws:dynamodb:us-east-1:000000000000:table/T/", nil),
        ("arn:aws:dynamodb:us-east-1:000000000000:table", nil),
        ("arn:aws:dynamodb:us-east-1:000000000000:global-table/T", nil), ("arn:aws:kms:us-east-1:0:table/T", nil),
        ("arn:aws:dynamodb:us-east-1:table/T", nil), ("T", nil), ("arn:", nil), ("", nil),
    ])
    func tables(_ text: String, _ table: String?) {
        #expect(ResourceName(text)?.table == table)
        if let name = ResourceName(text) { #expect(name.description == text) }
    }

    @Test func places() throws {
        let place = ResourcePlace(region: "eu-west-2", account: "000000000000")
        #expect(place.table("T") == "arn:aws:dynamodb:eu-west-2:000000000000:table/T")
        #expect(place.index("I", of: "T") == "arn:aws:dynamodb:eu-west-2:000000000000:table/T/index/I")
        #expect(place.key("alias/a") == "arn:aws:kms:eu-west-2:000000000000:alias/a")
        #expect(try #require(ResourceName(place.key("key/1"))).isOfDynamoDB == false)
    }
}
