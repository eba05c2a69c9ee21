import DynamoModel
import TestSupport
import Testing

@Suite(.tables) struct QuerySortOrderTests {
    // Number sort keys come in numeric order, over the whole range of magnitudes, signs and fractions.
    @Test(arguments: Backend.all)
    func numbers(_ backend: Backend) async throws {
        let ascending = [
            "-9.9999999999999999999999999999999999999E+125", "-1E100", "-1000", "-999.5", "-100", "-12", "-11.9999",
            "-10",
            "-9", "-1", "-0.5", "-0.05", "-1E-100", "-1E-130", "0", "1E-130", "1E-100", "0.05", "0.5", "0.55", "1",
            "1.00000000000000000000000000000000000001", "2", "9", "10", "11.9999", "12", "99", "100", "255", "256",
            "999.5",
            "1000", "1E100", "9.9999999999999999999999999999999999999E+125",
        ]
        try await backend.withTable(TestTables.keyed(.s, .n)) { table in
            var random = SeededGenerator(seed: 4)
            let keys = try ascending.filter { $0.utf8.count < 40 || $0.contains("E") }.map {
                try AttributeValue.decimal($0)
            }
            try await table.putAll(keys.shuffled(using: &random).map { ["pk": "p", "sk": $0] })
            let page = try await table.query("pk = :p", values: [":p": "p"])
            #expect(page.items.map { $0["sk"] } == keys)
            for (position, key) in keys.enumerated() {
                let below = try await table.query("pk = :p AND sk < :k", values: [":p": "p", ":k": key])
                #expect(below.items.map { $0["sk"] } == Array(keys[..<position]))
                let from = try await table.query("pk = :p AND sk >= :k", values: [":p": "p", ":k": key])
                #expect(from.items.map { $0["sk"] } == Array(keys[position...]))
            }
        }
    }

    // Random numbers come in the order that their values have.
    @Test(arguments: Backend.all)
    func randomNumbers(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed(.s, .n)) { table in
            var random = SeededGenerator(seed: 5)
            var numbers: Set<DynamoNumber> = []
            for _ in 0..<300 { numbers.insert(try random.number()) }
            try await table.putAll(numbers.map { ["pk": "p", "sk": .n($0)] })
            let page = try await table.query("pk = :p", values: [":p": "p"])
            #expect(page.items.compactMap { $0["sk"]?.number } == numbers.sorted { $0.compare(with: $1) < 0 })
        }
    }

    // Text sort keys come in the order of their UTF-8 bytes, not of any language.
    @Test(arguments: Backend.all)
    func texts(_ backend: Backend) async throws {
        let texts = [
            "\0", "\0\0", "\0a", "\n", "\r\n", " ", "!", "#", "%", "0", "10", "9", "A", "Z", "a", "a\0", "a\0b", "a ",
            "aa",
            "e\u{301}", "z", "~", "\u{7f}", "\u{80}", "é", "ß", "đ", "ộ", "猫", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "😀",
            "\u{10FFFF}",
        ]
        try await backend.withTable(TestTables.keyed()) { table in
            var random = SeededGenerator(seed: 6)
            try await table.putAll(texts.shuffled(using: &random).map { ["pk": "p", "sk": .s($0)] })
            let page = try await table.query("pk = :p", values: [":p": "p"])
            let expected = texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { Array($0.utf8) }
            #expect(page.items.compactMap { $0["sk"]?.string.map { Array($0.utf8) } } == expected)
            for prefix in ["a", "\0", "e", "a\0"] {
                let begun = try await table.query(
                    "pk = :p AND begins_with(sk, :b)", values: [":p": "p", ":b": .s(prefix)])
                #expect(
                    begun.items.compactMap { $0["sk"]?.string.map { Array($0.utf8) } }
                        == expected.filter { $0.starts(with: prefix.utf8) })
            }
        }
    }

    // Binary sort keys come in the order of their unsigned bytes; a prefix comes first.
    @Test(arguments: Backend.all)
    func binaries(_ backend: Backend) async throws {
        let ascending: [[UInt8]] = [
            [0], [0, 0], [0, 1], [0, 255], [1], [1, 0], [1, 0, 0], [127], [128], [128, 0], [254, 255], [255], [255, 0],
            [255, 255], [255, 255, 0],
        ]
        try await backend.withTable(TestTables.keyed(.b, .b)) { table in
            var random = SeededGenerator(seed: 7)
            try await table.putAll(
                ascending.shuffled(using: &random).flatMap { key -> [Item] in
                    [["pk": .b([0]), "sk": .b(key)], ["pk": .b([0, 0]), "sk": .b(key)]]
                })
            let page = try await table.query("pk = :p", values: [":p": .b([0])])
            #expect(page.items.compactMap { $0["sk"]?.bytes } == ascending)
            let begun = try await table.query(
                "pk = :p AND begins_with(sk, :b)", values: [":p": .b([0, 0]), ":b": .b([255])])
            #expect(begun.items.compactMap { $0["sk"]?.bytes } == ascending.filter { $0.first == 255 })
            let between = try await table.query(
                "pk = :p AND sk BETWEEN :l AND :h",
                values: [":p": .b([0]), ":l": .b([0, 1]), ":h": .b([128])])
            #expect(between.items.compactMap { $0["sk"]?.bytes } == Array(ascending[2...8]))
        }
    }

    // Partitions of number keys are apart from each other by value.
    @Test(arguments: Backend.all)
    func numberPartitions(_ backend: Backend) async throws {
        try await backend.withTable(TestTables.keyed(.n, .s)) { table in
            for partition in [-1, 0, 1, 10, 100] {
                try await table.put(["pk": .int(partition), "sk": .s("\(partition)")])
            }
            let page = try await table.query("pk = :p", values: [":p": try .decimal("1.0E1")])
            #expect(page.items == [["pk": 10, "sk": "10"]])
        }
    }
}
