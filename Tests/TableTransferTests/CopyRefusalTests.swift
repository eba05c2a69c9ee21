import DynamoModel
import EmbeddedDynamoDB
import TestSupport
import Testing

@testable import TableTransfer

@Suite struct CopyRefusalTests {
    private static func copy(
        _ source: TransferTable, _ target: TransferTable, _ folder: TemporaryFolder,
        _ change: (inout TableCopy.Options) -> Void = { _ in }
    ) async throws -> TableCopy.Outcome {
        var options = TableCopy.Options()
        change(&options)
        return try await TableCopy(from: source, to: target, state: folder.file("state"), options: options)
            .run(meter: TransferMeter())
    }

    private static func refusal(
        _ source: TransferTable, _ target: TransferTable, _ folder: TemporaryFolder,
        _ change: (inout TableCopy.Options) -> Void = { _ in }
    ) async throws -> String {
        let error = await #expect(throws: TransferError.self) { try await copy(source, target, folder, change) }
        // No state is left behind by what did not begin.
        #expect(try names(folder.path).isEmpty)
        return try #require(error).description
    }

    // Nothing is copied onto itself, from nowhere, to where no table may be made, or to a table with other keys.
    @Test func tablesThatDoNotFit() async throws {
        try await Backend.withPair([["pk": "a", "sk": "1"]]) { source, target in
            try await TemporaryFolder.with { folder in
                let missing = TransferTable(target.db, name: "Missing")
                #expect(
                    try await Self.refusal(missing, target.transfer, folder).contains("there is no table 'Missing'"))
                #expect(try await Self.refusal(source.transfer, source.transfer, folder).contains("the same table"))
                #expect(
                    try await Self.refusal(source.transfer, missing, folder) { $0.creates = false }.contains(
                        "'Missing'"))
                for definition in [
                    TestTables.hashOnly(name: "Hash"), TestTables.keyed(.s, .n, name: "Number"),
                    TestTables.keyed(.b, .s, name: "Binary"),
                ] {
                    let other = try await TestTable.make(target.db, definition)
                    let reason = try await Self.refusal(source.transfer, other.transfer, folder) { $0.merges = true }
                    #expect(reason.contains("another key") && reason.contains("sk RANGE S"), "\(reason)")
                }
            }
        }
    }

    // Source and state are checked before there is a target: what is wrong with them is reported then, and nothing is
    // made.
    @Test func beforeThereIsATarget() async throws {
        try await Backend.withPair([["pk": "a", "sk": "1"]]) { source, target in
            try await TemporaryFolder.with { folder in
                func begins(
                    _ source: TransferTable, state: String = folder.file("state"), resumes: Bool = false
                ) async throws(TransferError) -> Bool {
                    var options = TableCopy.Options()
                    options.resumes = resumes
                    return try await TableCopy.beginsAnew(from: source, state: state, options: options)
                }
                #expect(try await begins(source.transfer))
                #expect(try await begins(source.transfer, resumes: true))
                await #expect(throws: TransferError.refused("there is no table 'Missing'")) {
                    try await begins(TransferTable(source.db, name: "Missing"))
                }
                let nowhere = folder.file("no/state")
                await #expect(throws: TransferError.file(path: nowhere, reason: "No such file or directory")) {
                    try await begins(source.transfer, state: nowhere)
                }
                #expect(try names(folder.path).isEmpty)
                let state = CopyState(
                    source: CopyState.Identity(try await source.db.describeTable(tableName: source.name)),
                    target: CopyState.Identity(arn: "gone", id: "gone"), merges: false, createdTarget: true,
                    segments: [CopyState.Segment()])
                try write(state.bytes, to: folder.file("state"))
                #expect(try await !begins(source.transfer, resumes: true))
                let unfinished = await #expect(throws: TransferError.self) { try await begins(source.transfer) }
                #expect(try #require(unfinished).description.contains("--resume"))
                let other = await #expect(throws: TransferError.self) {
                    try await begins(target.transfer, resumes: true)
                }
                #expect(try #require(other).description.contains("from another table"))
            }
        }
    }

    // A target that holds items is not touched unasked. When merging, items of the same keys are replaced, the others
    // stay, and the verification looks for the source's items among them.
    @Test func targetHoldsItems() async throws {
        let items = try Samples.items(500)
        try await Backend.withPair(items) { source, target in
            try await TemporaryFolder.with { folder in
                let mine: Item = ["pk": "mine", "sk": "1"]
                try await target.putAll([mine, target.key(of: items[3]).merging(["old": true])])
                let before = try await target.contents()
                #expect(try await Self.refusal(source.transfer, target.transfer, folder).contains("--merge"))
                #expect(
                    try await Self.refusal(source.transfer, target.transfer, folder) { $0.resumes = true }
                        .contains("--merge"))
                #expect(try await target.contents() == before)
                let outcome = try await Self.copy(source.transfer, target.transfer, folder) { $0.merges = true }
                #expect(outcome == .verified(checksum(items)))
                var expected = try await source.contents()
                expected[mine] = mine
                #expect(try await target.contents() == expected)
            }
        }
    }

    // What is written during the copy is found at the end: to the source, to the target, and to a target that was
    // merged into.
    @Test func writtenMeanwhile() async throws {
        let items = try Samples.items(50)
        try await Backend.withPair(items) { source, target in
            try await TemporaryFolder.with { folder in
                let description = try await source.db.describeTable(tableName: source.name)
                let to = try await target.db.describeTable(tableName: target.name)
                /// Ends a copy whose items have all been copied.
                func finish(_ copied: [Item], merges: Bool) async throws -> TableCopy.Outcome {
                    var segment = CopyState.Segment(last: nil)
                    for item in copied { segment.copied.add(item) }
                    segment.isDone = true
                    let state = CopyState(
                        source: CopyState.Identity(description), target: CopyState.Identity(to), merges: merges,
                        createdTarget: false, segments: [segment])
                    try write(state.bytes, to: folder.file("state"))
                    return try await Self.copy(source.transfer, target.transfer, folder) { $0.resumes = true }
                }
                try await target.putAll(items)
                #expect(try await finish(items, merges: false) == .verified(checksum(items)))
                try await source.putAll([["pk": "new", "sk": "1"]])
                let changed = TableCopy.Outcome.sourceChanged(
                    copied: checksum(items), now: checksum(items + [["pk": "new", "sk": "1"]]))
                #expect(try await finish(items, merges: false) == changed)
                #expect(try await finish(items, merges: true) == changed)
                try await source.delete(["pk": "new", "sk": "1"])
                try await target.putAll([items[0].merging(["changed": true])])
                #expect(
                    try await finish(items, merges: false)
                        == .targetDiffers(
                            copied: checksum(items),
                            target: checksum(items.dropFirst() + [items[0].merging(["changed": true])])))
                #expect(try await finish(items, merges: true) == .itemsDiffer(1))
                #expect(try names(folder.path).isEmpty)
            }
        }
    }
}
