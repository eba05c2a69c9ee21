import DynamoModel
import Foundation
import TestSupport
import Testing

@testable import Lexi
@testable import LexiAPI

/// What every operation and every access pattern takes of the table, and what IAM has to allow for it.
@Suite(.tables) struct CostTests {
    private static let package = URL(filePath: FixtureLoaderTests.folder).deletingLastPathComponent()

    // Every route and every access pattern is measured; the page with the units is true. The policy allows what was
    // called, and what it allows was called.
    @Test func costsAndPermissions() async throws {
        let world = try await CostWorld()
        let sizes = try await ItemSizes(of: world.table.table)
        try await sizesAreTheTables(sizes, world)
        try await world.measureAll()
        #expect(Set(world.costs.map(\.route)) == Set(world.responder.routes.map(\.summary.id)))
        let measured = world.costs.flatMap(\.used).map(\.pattern.number) + world.patterns.map(\.pattern.number)
        #expect(Set(measured) == Set(AccessPatterns.all.map(\.number)))
        let ofRoutes = world.costs.flatMap(\.used).map(\.pattern.number)
        #expect(Set(measured).subtracting(ofRoutes) == Set(Self.apart.keys), "patterns that no operation uses")
        for cost in world.costs {
            let sum = cost.used.map(\.units).reduce(CapacityUnits(), +)
            #expect(sum == cost.units, "\(cost.route): not every call is counted by its pattern")
        }
        let document = CostDocument(
            costs: world.costs, patterns: world.patterns, model: MillionUsers(costs: world.costs, sizes: sizes))
        try expect(document)
        // What the check of the table asks at the start of the program (RemoteCheck).
        let atTheStart = RecordingTable.Permission("DescribeTimeToLive")
        #expect(try allowed() == world.permissions.union([atTheStart]))
        #expect(world.table.notes.faults == [])
    }

    /// The patterns that no measured operation uses, and who needs them. Any other has to go, with the index entries
    /// that it costs.
    private static let apart = [
        "6a": "the export of an account with many cards",
        "9c": "the start of a server", "46e": "the start of a server",
        "9f": "a review of a card whose log is an older program's", "39a": "the same",
        "9g": "the export of an account, of cards whose reviews were taken back", "34d": "the export of an account",
        "13e": "after the first search of a user of older programs", "38b": "the same", "38c": "the same",
        "38d": "after their first list of leeches", "46g": "lexi user delete, of an account with damaged items",
        "46h": "a registration after such an erasure",
        "47a": "a call with a token from before an erasure",
        "17a": "the app's completing of a session that is completed already",
        "39c": "a change of the scheduler, after its answer",
    ]

    // The sizes that storage is computed from are those that the table itself tells.
    private func sizesAreTheTables(_ sizes: ItemSizes, _ world: CostWorld) async throws {
        let table = try await world.table.table.describeTable(tableName: LexiTable.defaultName)
        #expect(sizes.byPlace[.table] == table.tableSizeBytes)
        for index in table.globalSecondaryIndexes {
            let place = try #require(TableIndex(rawValue: index.index.indexName))
            #expect(sizes.byPlace[place] == index.indexSizeBytes)
        }
    }

    private func expect(_ document: CostDocument) throws {
        let file = Self.package.appending(path: "schema/costs.md")
        let text = try document.text()
        if ProcessInfo.processInfo.environment["LEXI_WRITE_SCHEMA"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(
            try String(contentsOf: file, encoding: .utf8) == text,
            "schema/costs.md is stale: LEXI_WRITE_SCHEMA=1 swift test --filter CostTests")
    }

    /// What `iam-policy.json` allows, each action on each of its resources.
    private func allowed() throws -> Set<RecordingTable.Permission> {
        let data = try Data(contentsOf: Self.package.appending(path: "schema/iam-policy.json"))
        let policy = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        var allowed: Set<RecordingTable.Permission> = []
        for statement in try #require(policy["Statement"] as? [[String: Any]]) {
            try #require(statement["Effect"] as? String == "Allow")
            let condition = statement["Condition"] as? [String: Any] ?? [:]
            for action in try #require(statement["Action"] as? [String]) {
                for resource in try #require(statement["Resource"] as? [String]) {
                    let place = resource.split(separator: ":").last?.split(separator: "/") ?? []
                    try #require(action.hasPrefix("dynamodb:") && place.starts(with: ["table", "LexiApp"]))
                    allowed.insert(
                        RecordingTable.Permission(
                            String(action.dropFirst("dynamodb:".count)),
                            index: place.count == 4 ? String(place[3]) : nil,
                            isTransactional: condition["ForAnyValue:StringEquals"] != nil))
                }
            }
        }
        return allowed
    }
}
