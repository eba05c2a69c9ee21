import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct ScanTests {
    static let items: [Item] = (0..<60).map { ["pk": .s("p\($0 % 13)"), "sk": .int($0), "n": .int($0)] }

    static func fill(_ table: TestTable) async throws { try await table.putAll(items) }

    // A scan returns every item once; of an empty table none.
    @Test(arguments: Backend.all)
    func everyItemOnce(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed(.s, .n)) { table in
            let empty = try await table.scan()
            #expect(empty == PageResponse(count: 0, scannedCount: 0))
            try await Self.fill(table)
            let page = try await table.scan(consistent: true)
            #expect(page.count == 60 && page.scannedCount == 60 && page.lastEvaluatedKey == nil)
            #expect(page.items.count == 60)
            #expect(Set(page.items) == Set(Self.items))
        }
    }

    // Items of one partition come together and in the order of the sort key.
    @Test(arguments: Backend.all)
    func partitionsAreInOrder(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed(.s, .n)) { table in
            try await Self.fill(table)
            let items = try await table.scanPages(limit: 7).flatMap(\.items)
            var seen: [AttributeValue] = []
            for (item, next) in zip(items, items.dropFirst()) {
                if item["pk"] == next["pk"] {
                    #expect((item["sk"]?.int ?? 0) < (next["sk"]?.int ?? 0))
                } else {
                    seen.append(item["pk"] ?? .null)
                    #expect(!seen.contains(next["pk"] ?? .null))
                }
            }
        }
    }

    // Pages of every limit follow each other without gap or double.
    @Test(arguments: Backend.all, [1, 2, 7, 59, 60, 61])
    func pagesAreComplete(_ backend: Backend, _ limit: Int) async throws {
        try await backend.withTable(TestTables.keyed(.s, .n)) { table in
            try await Self.fill(table)
            let pages = try await table.scanPages(limit: limit)
            let found = pages.flatMap(\.items)
            #expect(found.count == 60)
            #expect(Set(found) == Set(Self.items))
            #expect(pages.allSatisfy { $0.items.count <= limit })
            for page in pages.dropLast() {
                #expect(page.lastEvaluatedKey == page.items.last.map { table.key(of: $0) })
            }
        }
    }

    // The segments of a parallel scan are disjoint, and together complete, also in pages.
    @Test(arguments: Backend.all, [1, 2, 3, 8, 64, 1_000_000])
    func segmentsAreDisjointAndComplete(_ backend: Backend, _ total: Int) async throws {
        try await backend.withTable(TestTables.keyed(.s, .n)) { table in
            try await Self.fill(table)
            let segments = total <= 64 ? Array(0..<total) : [0, 1, total / 2, total - 1]
            var found: [Item] = []
            for segment in segments {
                found += try await table.scanPages(limit: 5, segment: segment, of: total).flatMap(\.items)
            }
            #expect(Set(found).count == found.count)
            if total <= 64 { #expect(Set(found) == Set(Self.items)) }
        }
    }

    // An index can be scanned in segments, too.
    @Test(arguments: Backend.all)
    func segmentsOfAnIndex(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            let items: [Item] = (0..<40).map {
                ["pk": .s("p\($0)"), "sk": "s", "gpk": .s("g\($0 % 5)"), "gsk": .int($0), "c": 1]
            }
            try await table.putAll(items)
            for index in ["globalKeys", "globalAll"] {
                var found: [Item] = []
                for segment in 0..<4 {
                    found += try await table.scanPages(index: index, limit: 3, segment: segment, of: 4).flatMap(\.items)
                }
                #expect(found.count == 40)
                #expect(Set(found.map { table.key(of: $0) }) == Set(items.map { table.key(of: $0) }))
            }
        }
    }

    // A scan of an index returns what the index holds, and only items that are in it.
    @Test(arguments: Backend.all)
    func indexes(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.indexed()) { table in
            var random = SeededGenerator(seed: 8)
            for number in 0..<40 {
                var item: Item = ["pk": .s("p\(number % 5)"), "sk": .s("\(number)"), "c": .int(number)]
                if random.once(in: 2) { item["gpk"] = .s("g\(random.int(0...2))") }
                if random.once(in: 2) { item["gsk"] = .int(random.int(0...4)) }
                if random.once(in: 2) { item["ln"] = .int(random.int(0...4)) }
                if random.once(in: 2) { item["a"] = "a" }
                try await table.put(item)
            }
            try await expectIndexesMatch(table)
            let pages = try await table.scanPages(index: "globalHash", limit: 3)
            #expect(Set(pages.flatMap(\.items)) == (try await table.contents(index: "globalHash")))
            await expectError(.validation) { try await table.scan(index: "globalAll", consistent: true) }
            _ = try await table.scan(index: "localAll", consistent: true)
        }
    }

    // A filter leaves items out after they were read; it may use key attributes, as a scan has no key condition.
    @Test(arguments: Backend.all)
    func filter(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed(.s, .n)) { table in
            try await Self.fill(table)
            let page = try await table.scan(values: [":n": 10, ":p": "p1"], filter: "n < :n OR pk = :p")
            #expect(Set(page.items) == Set(Self.items.filter { ($0["n"]?.int ?? 0) < 10 || $0["pk"] == "p1" }))
            #expect(page.count == page.items.count && page.scannedCount == 60)
            let counted = try await table.scan(values: [":n": 10], filter: "n < :n", select: .count)
            #expect(counted == PageResponse(count: 10, scannedCount: 60))
        }
    }

    // A projection returns only the named attributes.
    @Test(arguments: Backend.all)
    func projection(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed(.s, .n)) { table in
            try await Self.fill(table)
            let page = try await table.scan(names: ["#n": "n"], projection: "#n")
            #expect(Set(page.items) == Set(Self.items.map { $0.projected(to: ["n"]) }))
        }
    }

    // Reading goes on behind an ExclusiveStartKey whose item is gone.
    @Test(arguments: Backend.all)
    func startKeyNeedsNoItem(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed(.s, .n)) { table in
            try await Self.fill(table)
            let all = try await table.scan().items
            let first = try await table.scan(limit: 20)
            let start = try #require(first.lastEvaluatedKey)
            try await table.delete(start)
            #expect(try await table.scan(after: start).items == Array(all[20...]))
        }
    }

    // A page ends when 1 MB was read; following the pages finds everything once.
    @Test(arguments: Backend.all)
    func pageOfOneMegabyte(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed(.s, .n)) { table in
            for number in 0..<12 {
                let item: Item = ["pk": .s("p\(number)"), "sk": 0]
                try await table.put(item.filled(to: 200_000))
            }
            let pages = try await table.scanPages()
            #expect(pages.count >= 2)
            #expect(pages.dropLast().allSatisfy { (5...6).contains($0.items.count) })
            #expect(Set(pages.flatMap(\.items).map { $0["pk"] }).count == 12)
        }
    }

    // Segment and TotalSegments come together, and the segment is below the total.
    @Test(arguments: Backend.all)
    func wrongSegments(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed(.s, .n)) { table in
            await expectError(
                .validation,
                "The TotalSegments parameter is required but was not present in the request when Segment parameter is "
                    + "present"
            ) { try await table.scan(segment: 0) }
            await expectError(
                .validation,
                "The Segment parameter is required but was not present in the request when parameter TotalSegments is "
                    + "present"
            ) { try await table.scan(of: 2) }
            await expectError(
                .validation,
                "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 2 is not "
                    + "less than TotalSegments: 2"
            ) { try await table.scan(segment: 2, of: 2) }
            for (segment, total) in [(-1, 2), (0, 0), (0, 1_000_001)] {
                await expectError(.validation) { try await table.scan(segment: segment, of: total) }
            }
        }
    }

    // Limit is positive, start keys are keys of what is scanned, and expressions can be read.
    @Test(arguments: Backend.all)
    func wrongRequests(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed(.s, .n)) { table in
            await expectError(
                .validation,
                "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value "
                    + "greater than or equal to 1"
            ) { try await table.scan(limit: 0) }
            for start: Item in [[:], ["pk": "p"], ["pk": "p", "sk": "0"], ["pk": "p", "sk": 0, "x": 0]] {
                await expectError(.validation) { try await table.scan(after: start) }
            }
            await expectError(.validation) { try await table.scan(filter: "") }
            await expectError(.validation) { try await table.scan(filter: "n <") }
            await expectError(.validation) { try await table.scan(values: [":n": 1]) }
            await expectError(.validation) { try await table.scan(projection: "n,,n") }
            await expectError(.validation) { try await table.scan(projection: "n", select: .count) }
            await expectError(.validation) { try await table.scan(select: .specificAttributes) }
            await expectError(.validation) { try await table.scan(select: .allProjectedAttributes) }
            await expectError(.validation, "The table does not have the specified index: absent") {
                try await table.scan(index: "absent")
            }
        }
    }

    // A table that is not there is said to be not found.
    @Test(arguments: Backend.all)
    func missingTable(_ backend: Backend) async throws {
        try await backend.run { db in
            let table = TestTable(db, TestTables.keyed())
            await expectError(.resourceNotFound) { try await table.scan() }
        }
    }
}
