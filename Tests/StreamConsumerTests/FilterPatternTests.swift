import JSONText
import Testing

@testable import StreamConsumer

/// Filters of events.
@Suite struct FilterPatternTests {
    private func event(_ text: String) throws -> JSONValue { try JSONValue.parse(Array(text.utf8)) }

    private static let record = """
        {"eventName": "INSERT", "eventSource": "aws:dynamodb", "dynamodb": {"SizeBytes": 40,
         "Keys": {"pk": {"S": "user#1"}}, "NewImage": {"tags": {"L": [{"S": "a"}]}, "name": {"S": "Linh"}}}}
        """

    @Test(arguments: [
        (#"{"eventName": ["INSERT", "MODIFY"]}"#, true), (#"{"eventName": ["REMOVE"]}"#, false),
        (#"{"dynamodb": {"Keys": {"pk": {"S": [{"prefix": "user#"}]}}}}"#, true),
        (#"{"dynamodb": {"Keys": {"pk": {"S": [{"prefix": "card#"}]}}}}"#, false),
        (#"{"dynamodb": {"Keys": {"pk": {"S": [{"suffix": "r#1"}]}}}}"#, true),
        (#"{"dynamodb": {"OldImage": [{"exists": false}]}}"#, true),
        (#"{"dynamodb": {"NewImage": {"gone": {"S": [{"exists": true}]}}}}"#, false),
        (#"{"dynamodb": {"SizeBytes": [{"numeric": [">", 10, "<=", 40]}]}}"#, true),
        (#"{"dynamodb": {"SizeBytes": [{"numeric": ["=", 41]}]}}"#, false),
        (#"{"eventName": [{"anything-but": ["REMOVE"]}]}"#, true),
        (#"{"eventName": [{"anything-but": {"prefix": "INS"}}]}"#, false),
        (#"{"eventName": [{"anything-but": ["REMOVE", {"suffix": "RT"}]}]}"#, false),
        (#"{"dynamodb": {"SizeBytes": [{"anything-but": {"numeric": [">", 40]}}]}}"#, true),
        (#"{"dynamodb": {"NewImage": {"name": {"S": [{"equals-ignore-case": "LINH"}]}}}}"#, true),
        (#"{"$or": [{"eventName": ["REMOVE"]}, {"dynamodb": {"SizeBytes": [40]}}]}"#, true),
        (#"{"eventName": ["INSERT"], "dynamodb": {"SizeBytes": [41]}}"#, false), ("{}", true),
    ])
    func matches(_ pattern: String, _ expected: Bool) throws {
        #expect(try FilterPattern(pattern).matches(event(Self.record)) == expected)
    }

    // What is not a pattern is refused when it is read, and says where.
    @Test(arguments: [
        "", "[]", #"{"a": 1}"#, #"{"a": []}"#, #"{"a": [[1]]}"#, #"{"a": [{"prefix": 1}]}"#,
        #"{"a": [{"like": "x"}]}"#, #"{"a": [{"numeric": [">"]}]}"#, #"{"$or": [1]}"#,
        #"{"a": [{"prefix": "x", "suffix": "y"}]}"#, #"{"a": [{"anything-but": {"like": "x"}}]}"#,
        #"{"a": [{"anything-but": []}]}"#, #"{"a": [{"anything-but": [[1]]}]}"#, #"{"a": [{"anything-but": null}]}"#,
        #"{"a": [{"anything-but": {"prefix": 1}}]}"#, #"{"a": [{"anything-but": ["x", {"numeric": [">"]}]}]}"#,
        #"{"a": [{"anything-but": {"exists": true}}]}"#, #"{"a": [{"anything-but": {"anything-but": "x"}}]}"#,
        #"{"$or": []}"#,
    ])
    func refused(_ pattern: String) {
        #expect(throws: ConsumerError.self) { try FilterPattern(pattern) }
    }
}
