import Compression
import DynamoModel
import EmbeddedDynamoDB
import TestSupport
import Testing

@testable import TableTransfer

/// Files as other programs write them.
@Suite struct FileFormTests {
    private static let lines = [
        #"{"Item":{"pk":{"S":"a"},"sk":{"S":"1"}}}"#, #"{"pk":{"S":"a"},"sk":{"S":"2"}}"#,
        #"{"Item":{"pk":{"S":"a"},"sk":{"S":"3"}}}"#,
    ]
    private static let items: Set<Item> = [["pk": "a", "sk": "1"], ["pk": "a", "sk": "2"], ["pk": "a", "sk": "3"]]

    // Line feeds with or without carriage returns, blank lines, a byte order mark, no line feed at the end, both forms
    // of lines mixed, compressed or not: all of it is read.
    @Test(arguments: [
        lines.joined(separator: "\n"), lines.joined(separator: "\r\n") + "\r\n",
        "\u{FEFF}" + lines.joined(separator: "\n\n \t\r\n"), "\n\r\n" + lines.joined(separator: " \n "),
    ]) func lineForms(text: String) async throws {
        try await Backend.withPair([]) { _, target in
            try await TemporaryFolder.with { folder in
                for bytes in [Array(text.utf8), Gzip.compress(Array(text.utf8))] {
                    try write(bytes, to: folder.file("x"))
                    var options = TableImport.Options()
                    options.merges = true
                    let summary = try await TableImport(into: target.transfer, options: options)
                        .run(ImportFiles(folder.file("x")), meter: TransferMeter())
                    #expect(summary.items == checksum(Array(Self.items)))
                    #expect(try await Set(target.contents().values) == Self.items)
                }
            }
        }
    }

    // A bad line behind a byte order mark, blank lines and carriage returns has the number that an editor shows.
    @Test func numbersOfLines() async throws {
        try await Backend.withPair([]) { _, target in
            try await TemporaryFolder.with { folder in
                try write("\u{FEFF}" + Self.lines[0] + "\r\n\r\n\n" + "nonsense\r\n", to: folder.file("x"))
                let error = await #expect(throws: TransferError.self) {
                    try await TableImport(into: target.transfer)
                        .run(ImportFiles(folder.file("x")), meter: TransferMeter())
                }
                guard case .badLines(let found, _) = try #require(error) else {
                    Issue.record("no bad lines")
                    return
                }
                #expect(found.map(\.line) == [4])
                #expect(try await target.contents().isEmpty)
            }
        }
    }

    // Forms that cannot be read are refused as what they are, in one sentence, compressed or not.
    @Test(
        arguments: [
            ([0xe0, 0x01, 0x00, 0xea, 0xde], "Amazon Ion"),
            ([0xff, 0xfe, 0x7b, 0x00], "UTF-16"), ([0xfe, 0xff, 0x00, 0x7b], "UTF-16"),
            ([0x28, 0xb5, 0x2f, 0xfd, 0x24], "zstd"),
        ] as [([UInt8], String)]) func otherForms(bytes: [UInt8], name: String) async throws
    {
        try await Backend.withPair([]) { _, target in
            try await TemporaryFolder.with { folder in
                for bytes in [bytes, Gzip.compress(bytes)] {
                    try write(bytes, to: folder.file("x"))
                    var options = TableImport.Options()
                    options.skipsInvalid = true
                    let error = await #expect(throws: TransferError.self) {
                        try await TableImport(into: target.transfer, options: options)
                            .run(ImportFiles(folder.file("x")), meter: TransferMeter())
                    }
                    guard case .refused(let reason) = try #require(error) else {
                        Issue.record("\(error as Any)")
                        continue
                    }
                    #expect(reason.contains(name) && reason.contains(folder.file("x")))
                }
            }
        }
    }
}
