import DynamoModel
import TestSupport
import Testing

@testable import TableTransfer

/// The file of a copy that is under way, byte by byte: a later program goes on with it.
@Suite struct CopyStateTests {
    private static let text = """
        {
          "format": "lexi table copy 1",
          "source": {
            "arn": "a",
            "id": "1"
          },
          "target": {
            "arn": "b",
            "id": "2"
          },
          "merges": false,
          "createdTarget": true,
          "segments": [
            {
              "last": {
                "e\u{301}": {
                  "S": "decomposed"
                },
                "n": {
                  "N": "1.5"
                },
                "\u{e9}": {
                  "B": "AP8="
                }
              },
              "count": 3,
              "checksum": "0000000000000000000000000000000f",
              "done": false
            },
            {
              "count": 0,
              "checksum": "00000000000000000000000000000000",
              "done": true
            }
          ]
        }
        """

    private static let state = CopyState(
        source: .init(arn: "a", id: "1"), target: .init(arn: "b", id: "2"), merges: false, createdTarget: true,
        segments: [
            .init(
                last: [
                    "e\u{301}": "decomposed", "\u{e9}": .b([0, 255]),
                    "n": .n((try? DynamoNumber("1.5")) ?? .zero),
                ], copied: TableChecksum(count: 3, sum: 15), isDone: false),
            .init(last: nil, copied: TableChecksum(), isDone: true),
        ])

    @Test func thereAndBack() async throws {
        #expect(String(decoding: Self.state.bytes, as: UTF8.self) == Self.text)
        try await TemporaryFolder.with { folder in
            let path = folder.file("state")
            try write(Array(Self.text.utf8), to: path)
            #expect(try CopyState.read(path) == Self.state)
        }
    }

    @Test(arguments: [
        ("copy 1", "copy 2"), ("\"done\": true", "\"done\": 1"), ("f\",", "g\","), ("\"arn\": \"a\",", ""),
        ("{\n          \"S\"", "{\n          \"X\""), ("\"N\": \"1.5\"", "\"N\": \"x\""),
    ])
    func anotherForm(_ old: String, _ new: String) async throws {
        let text = Self.text.split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
        #expect(text != Self.text)
        try await TemporaryFolder.with { folder in
            let path = folder.file("state")
            try write(Array(text.utf8), to: path)
            #expect(throws: TransferError.self) { try CopyState.read(path) }
        }
    }
}
