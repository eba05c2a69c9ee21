import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct TagTests {
    static func arn(_ table: TestTable) async throws -> String {
        try await table.db.describeTable(tableName: table.name).tableArn
    }

    // Labels are added, replaced by key and removed by key; removing what is not there is no error.
    @Test(arguments: Backend.all)
    func addReplaceRemove(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let arn = try await Self.arn(table)
            #expect(try await table.db.listTagsOfResource(arn: arn) == [])
            try await table.db.tagResource(arn: arn, tags: [Tag(key: "a", value: "1"), Tag(key: "b", value: "")])
            try await table.db.tagResource(arn: arn, tags: [Tag(key: "a", value: "2"), Tag(key: "A", value: "3")])
            #expect(
                Set(try await table.db.listTagsOfResource(arn: arn)) == [
                    Tag(key: "a", value: "2"), Tag(key: "b", value: ""), Tag(key: "A", value: "3"),
                ])
            try await table.db.untagResource(arn: arn, tagKeys: ["a", "absent"])
            #expect(Set(try await table.db.listTagsOfResource(arn: arn).map(\.key)) == ["b", "A"])
        }
    }

    private static func length(_ value: String, _ member: String, _ bound: String) -> String {
        "1 validation error detected: Value '\(value)' at 'tags.1.member.\(member)' failed to satisfy constraint: Member "
            + "must have length \(bound)"
    }

    // Letters, digits and white space of any language can be in keys and values, and a few symbols; nothing else.
    @Test(arguments: Backend.all)
    func characters(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let arn = try await Self.arn(table)
            let good = Tag(key: "Chủ sở hữu 1_.:/=+-@", value: "所有者 ½ _.:/=+-@")
            try await table.db.tagResource(arn: arn, tags: [good])
            for text in ["hi!", "d%g", "\"hello\"", "a,b", "line\nfeed", "<>"] {
                await expectError(.validation) {
                    try await table.db.tagResource(arn: arn, tags: [Tag(key: text, value: "dog")])
                }
                await expectError(.validation) {
                    try await table.db.tagResource(arn: arn, tags: [Tag(key: "dog", value: text)])
                }
            }
            #expect(try await table.db.listTagsOfResource(arn: arn) == [good])
        }
    }

    // Keys have 1 to 128 characters, values up to 256, and a table has up to 50 labels.
    @Test(arguments: Backend.all)
    func limits(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let arn = try await Self.arn(table)
            let longest = Tag(key: String(repeating: "k", count: 128), value: String(repeating: "v", count: 256))
            try await table.db.tagResource(arn: arn, tags: [longest])
            for (tag, message) in [
                (Tag(key: "", value: ""), Self.length("", "key", "greater than or equal to 1")),
                (
                    Tag(key: longest.key + "k", value: ""),
                    Self.length(longest.key + "k", "key", "less than or equal to 128")
                ),
                (
                    Tag(key: "k", value: longest.value + "v"),
                    Self.length(longest.value + "v", "value", "less than or equal to 256")
                ),
                (Tag(key: "aws:x", value: ""), "Tag Key cannot be prefixed with aws:, Key: aws:x"),
            ] {
                await expectError(.validation, message) { try await table.db.tagResource(arn: arn, tags: [tag]) }
            }
            await expectError(.validation, "Duplicate Tag Keys provided as input: Duplicate Tag Key found k") {
                try await table.db.tagResource(arn: arn, tags: [Tag(key: "k", value: "1"), Tag(key: "k", value: "2")])
            }
            await expectError(.validation, "Atleast one Tag needs to be provided as Input.") {
                try await table.db.tagResource(arn: arn, tags: [])
            }
            await expectError(.validation, "Atleast one Tag Key needs to be provided as Input.") {
                try await table.db.untagResource(arn: arn, tagKeys: [])
            }
            await expectError(
                .validation, "Number of Tags exceed the current limit for the provided ResourceArn"
            ) {
                try await table.db.tagResource(arn: arn, tags: (0..<50).map { Tag(key: "k\($0)", value: "") })
            }
            #expect(try await table.db.listTagsOfResource(arn: arn) == [longest])
        }
    }

    // A name that is no ARN breaks a rule; a table that is not there is not found.
    @Test(arguments: Backend.all)
    func wrongResources(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed()) { table in
            let arn = try await Self.arn(table).replacing("/Keyed", with: "/Missing")
            await expectError(
                .resourceNotFound, "Requested resource not found: ResourcArn: \(arn) not found"
            ) { try await table.db.listTagsOfResource(arn: arn) }
            await expectError(.resourceNotFound) {
                try await table.db.tagResource(arn: arn, tags: [Tag(key: "a", value: "")])
            }
            await expectError(.resourceNotFound) { try await table.db.untagResource(arn: arn, tagKeys: ["a"]) }
            let invalid = "One or more parameter values were invalid: "
            for (arn, message) in [
                ("nonsense", "ARNs must start with 'arn:': nonsense"),
                (
                    "arn:aws:sqs:us-east-1:1:queue",
                    "Provided Arn is not a DynamoDB resource arn: arn:aws:sqs:us-east-1:1:queue"
                ),
                (
                    "\(arn)/index/i",
                    "Invalid resource arn provided, only table or stream is accepted. Provided resource arn: "
                        + "\(arn)/index/i"
                ),
            ] {
                await expectError(.validation, invalid + message) { try await table.db.listTagsOfResource(arn: arn) }
            }
        }
    }
}
