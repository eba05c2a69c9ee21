import DynamoModel
import Testing

@testable import DynamoExpressions

/// What statements other than conditions mean: random ones are held against what they were made of.
@Suite struct StatementMeaningTests {
    private static func item() throws -> Item {
        [
            "pk": "x", "n": 5, "m": ["z": [1, 2]], "l": [1], "t": "text", "old": 1, "older": 2, "s": try ss("a", "b"),
            "k": ["a": 1],
        ]
    }

    /// A change as it is written, and what it makes of the item.
    private struct Change {
        let section: String
        let text: String
        let parameter: AttributeValue?
        let apply: (inout Item) -> Void

        init(
            _ section: String, _ text: String, _ parameter: AttributeValue? = nil,
            _ apply: @escaping (inout Item) -> Void
        ) {
            (self.section, self.text, self.parameter, self.apply) = (section, text, parameter, apply)
        }
    }

    /// Changes of one attribute each; of each group one is taken.
    private static func changes() throws -> [[Change]] {
        let (whole, left, taken) = (try ss("a", "b", "c"), try ss("b"), try ss("a", "z"))
        let one = try ns(1)
        return [
            [
                Change("SET", "n = n + 3") { $0["n"] = 8 }, Change("SET", "n = 7 - n") { $0["n"] = 2 },
                Change("SET", "n = n - ?", 1) { $0["n"] = 4 }, Change("SET", "\"n\" = -1.5e1") { $0["n"] = -15 },
                Change("REMOVE", "n") { $0["n"] = nil }, Change("SET", "n = size(l)") { $0["n"] = 1 },
                Change("SET", "n = n - SIZE(t)") { $0["n"] = 1 },
            ],
            [
                Change("SET", "m.z[1] = 9") { $0["m"] = ["z": [1, 9]] },
                Change("REMOVE", "m.z[0]") { $0["m"] = ["z": [2]] },
                Change("SET", "m.\"y y\" = t") { $0["m"] = ["z": [1, 2], "y y": "text"] },
            ],
            [
                Change("SET", "l = list_append(l, ?)", [2]) { $0["l"] = [1, 2] },
                Change("SET", "l = list_append([0, {'a': <<1>>}], l)") { $0["l"] = [0, ["a": one], 1] },
            ],
            [
                Change("SET", "s = set_add(s, <<'c'>>)") { $0["s"] = whole },
                Change("SET", "s = set_delete(s, ?)", taken) { $0["s"] = left },
            ],
            [Change("SET", "t = 'it''s'") { $0["t"] = "it's" }, Change("SET", "t = ?", .null) { $0["t"] = .null }],
            [
                Change("REMOVE", "old") { $0["old"] = nil },
                Change("REMOVE", "old, older") { ($0["old"], $0["older"]) = (nil, nil) },
            ],
            [
                Change("SET", "k = {'b': [TRUE, NULL]}") { $0["k"] = ["b": [true, .null]] },
                Change("SET", "k = older") { $0["k"] = 2 },
            ],
        ]
    }

    /// Each `UPDATE`, in both of its forms, changes what its clauses say, all of them by the item as it was.
    @Test(arguments: 0..<40) func updates(_ seed: Int) throws {
        var writer = StatementWriter(random: Seeded(UInt64(seed)))
        let (item, changes) = (try Self.item(), try Self.changes())
        for _ in 0..<50 {
            let chosen = changes.shuffled(using: &writer.random).prefix(writer.random.int(1...changes.count))
                .map { writer.random.pick($0) }
            var (clauses, section) = ("", "")
            for change in chosen {
                let goesOn = change.section == section && writer.random.int(0...1) == 0
                clauses +=
                    goesOn
                    ? ",\(writer.blank())" : "\(writer.blank())\(writer.keyword(change.section))\(writer.blank())"
                clauses += change.text
                section = change.section
            }
            let returning = StatementReturning(
                isModifiedOnly: writer.random.int(0...1) == 0, isNew: writer.random.int(0...1) == 0)
            let place = "\(writer.blank())\(writer.keyword("WHERE"))\(writer.blank())pk = 'x'"
            let isFromFirst = writer.random.int(0...1) == 0
            let text =
                (isFromFirst
                    ? "\(writer.keyword("FROM")) T\(place)\(clauses)"
                    : "\(writer.keyword("UPDATE")) T\(clauses)\(place)")
                + "\(writer.blank())\(writer.keyword(returning.text))"
            let statement = try StatementLowering.parse(text)
            guard case .update(_, let found) = statement.action else { throw StatementFault.refused(text) }
            #expect(found == returning, "\(text)")
            let bindings = try statement.bound(chosen.compactMap(\.parameter))
            let condition = try #require(statement.condition)
            #expect(Condition(condition, bindings).holds(for: item), "\(text)")
            var expected = item
            for change in chosen { change.apply(&expected) }
            #expect(try #require(statement.update(bindings)).apply(to: item) == expected, "\(text)")
        }
    }

    /// A change can take the size of what has one.
    @Test(arguments: [
        ("size(n)", "An operand in the update expression has an incorrect data type"),
        ("1 + size(nobody)", "The provided expression refers to an attribute that does not exist in the item"),
    ])
    func sizesThatAreNone(_ value: String, _ message: String) throws {
        let statement = try StatementLowering.parse("UPDATE T SET n = \(value) WHERE pk = 'x'")
        let update = try #require(statement.update(try statement.bound([])))
        let item = try Self.item()
        let error = #expect(throws: DynamoDBError.self) { try update.apply(to: item) }
        #expect(error?.message == message)
    }

    /// Each `INSERT` has the members that were written, parameters among them.
    @Test(arguments: 0..<20) func inserts(_ seed: Int) throws {
        var writer = StatementWriter(random: Seeded(UInt64(seed)))
        for _ in 0..<50 {
            var (members, parameters, expected): ([String], [AttributeValue], Item) = ([], [], Item())
            for number in 0...writer.random.int(0...5) {
                let name = writer.random.pick(["pk", "it's", "select", "é", "a.b"]) + "\(number)"
                let literal = writer.literal()
                let isParameter = writer.random.int(0...2) == 0
                if isParameter { parameters.append(literal.value) }
                members.append(
                    "'\(name.replacing("'", with: "''"))'\(writer.blank()):\(writer.blank())\(isParameter ? "?" : literal.text)"
                )
                expected[name] = literal.value
            }
            let item = members.joined(separator: ",\(writer.blank())")
            let text =
                "\(writer.keyword("INSERT"))\(writer.blank())\(writer.keyword("INTO"))\(writer.blank())\"T\"\(writer.blank())"
                + "\(writer.keyword("VALUE"))\(writer.blank()){\(item)}"
            let statement = try StatementLowering.parse(text)
            guard case .insert(let found) = statement.action else { throw StatementFault.refused(text) }
            let bindings = try statement.bound(parameters)
            var item2 = Item()
            for (name, value) in found { item2[name] = bindings.values[value] }
            #expect(item2 == expected && statement.source == StatementSource(table: "T", index: nil), "\(text)")
        }
    }

    /// Each `SELECT` has its parts, index and order; within `EXISTS` it is a check; `DELETE` says what it returns.
    @Test(arguments: 0..<20) func readsAndRemovals(_ seed: Int) throws {
        var writer = StatementWriter(random: Seeded(UInt64(seed)))
        for _ in 0..<50 {
            writer.paths = []
            var (parts, names): ([String], Set<String>) = ([], [])
            for _ in 0...writer.random.int(0...4) {
                let part = writer.path()
                guard case .path(let place) = part.operand,
                    case .attribute(let name)? = writer.paths[place].elements.last,
                    names.insert(name).inserted
                else { continue }
                parts.append(part.text)
            }
            guard !parts.isEmpty else { continue }
            let order = [("pk", writer.random.int(0...1) == 0), ("sk", writer.random.int(0...1) == 0)]
            let ordering = order.map { "\($0.0) \(writer.keyword($0.1 ? "DESC" : "ASC"))" }.joined(
                separator: ",\(writer.blank())")
            let text =
                "\(writer.keyword("SELECT"))\(writer.blank())\(parts.joined(separator: ",\(writer.blank())"))\(writer.blank())"
                + "\(writer.keyword("FROM"))\(writer.blank())\"T\".\"i\"\(writer.blank())\(writer.keyword("WHERE")) pk = 'x'"
                + "\(writer.blank())\(writer.keyword("ORDER"))\(writer.blank())\(writer.keyword("BY"))\(writer.blank())\(ordering)"
            let statement = try StatementLowering.parse(text)
            guard case .select(let projection?, let found) = statement.action else {
                throw StatementFault.refused(text)
            }
            #expect(projection.count == parts.count && statement.source == StatementSource(table: "T", index: "i"))
            for part in projection { #expect(writer.paths.contains(part.path), "\(text)") }
            #expect(found.map(\.name) == order.map(\.0) && found.map(\.isDescending) == order.map(\.1), "\(text)")
            let check = try StatementLowering.parse(
                "\(writer.keyword("EXISTS"))(SELECT * FROM T WHERE pk = 'x' AND n = 1)")
            guard case .check = check.action else { throw StatementFault.refused(text) }
            let removal = try StatementLowering.parse(
                "\(writer.keyword("DELETE"))\(writer.blank())FROM T WHERE pk = 'x' \(writer.keyword("RETURNING ALL OLD")) *"
            )
            guard case .delete(let returning) = removal.action else { throw StatementFault.refused(text) }
            #expect(returning == StatementReturning(isModifiedOnly: false, isNew: false))
        }
    }
}
