import DynamoWire
import JSONText
import Lexi

extension Resources {
    static let explorerComponents: [(name: String, schema: Schema)] = [
        ("ItemKind", itemKind), ("ItemRow", itemRow), ("ExploredItem", exploredItem),
    ]

    private static let place = Schema.oneOf(TableIndex.allCases.map(\.rawValue))
    private static let kind = Schema.oneOf(ItemKind.allCases.map(\.rawValue))

    private static let itemKind = Schema.object([
        .required("kind", kind),
        .required("partition_key", Schema.text().described("With components in braces.")),
        .required("sort_key", .text()),
        .required(
            "indexes",
            .array(
                .object([
                    .required("index", place), .required("partition_key", .text()), .required("sort_key", .text()),
                ]))),
    ])

    private static let itemRow = Schema.object([
        .required("partition_key", .text()), .required("sort_key", .text()), .required("kind", kind.nullable),
    ])

    private static let exploredItem = Schema.object([
        .required("partition_key", .text()), .required("sort_key", .text()), .required("kind", kind.nullable),
        .required("item_version", version),
        .required("item", Schema.any.described("The attributes, in DynamoDB's JSON.")),
        .required("entries", .array(entry)), .required("reads", .array(read)), .required("writes", .array(written)),
    ])

    private static let entry = Schema.object([
        .required("index", place), .required("partition_key", .text()), .required("sort_key", .text()),
        .required("is_whole", Schema.boolean.described("Whether the whole item is there, or its keys.")),
    ])

    private static let read = Schema.object([
        .required("pattern", Schema.text().described("Its number in the registry of access patterns.")),
        .required("name", .text()), .required("operation", .text()), .required("index", place),
        .required("is_consistent", .boolean), .required("budget_units", .number), .required("budget_case", .text()),
        .required("items", count.nullable.described("How many items it brought; null when it was not carried out.")),
        .required(
            "units",
            Schema.number.nullable.described(
                "Read units of the query; entities to which mere keys lead are not read. Null when it was not carried out."
            )),
        .required("microseconds", count.nullable),
    ])

    private static let written = Schema.object([
        .required("pattern", .text()), .required("name", .text()), .required("budget_units", .number),
        .required("budget_case", .text()),
    ])

    static func write(_ kind: ItemKind, to json: inout JSONWriter) {
        json.beginObject()
        json.member("kind", kind.rawValue)
        json.member("partition_key", kind.key.partition.text)
        json.member("sort_key", kind.key.sort.text)
        json.name("indexes")
        json.beginArray()
        for key in kind.indexKeys {
            json.beginObject()
            json.member("index", key.index.rawValue)
            json.member("partition_key", key.partition.text)
            json.member("sort_key", key.sort.text)
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }

    static func write(_ row: ExploredRow, to json: inout JSONWriter) {
        json.beginObject()
        json.member("partition_key", row.partition)
        json.member("sort_key", row.sort)
        json.member("kind", row.kind?.rawValue)
        json.endObject()
    }

    static func write(_ explored: ExploredItem, to json: inout JSONWriter) {
        json.beginObject()
        json.member("partition_key", explored.entries.first?.partition ?? "")
        json.member("sort_key", explored.entries.first?.sort ?? "")
        json.member("kind", explored.kind?.rawValue)
        json.member("item_version", explored.version)
        json.name("item")
        json.attributes(explored.item)
        json.name("entries")
        writeArray(explored.entries, to: &json, write)
        json.name("reads")
        writeArray(explored.reads, to: &json, write)
        json.name("writes")
        writeArray(explored.writes, to: &json) { writeBudget($0, $0.budget.write, to: &$1) }
        json.endObject()
    }

    private static func writeArray<Element>(
        _ elements: [Element], to json: inout JSONWriter, _ members: (Element, inout JSONWriter) -> Void
    ) {
        json.beginArray()
        for element in elements {
            json.beginObject()
            members(element, &json)
            json.endObject()
        }
        json.endArray()
    }

    private static func write(_ entry: ExploredItem.Entry, to json: inout JSONWriter) {
        json.member("index", entry.index.rawValue)
        json.member("partition_key", entry.partition)
        json.member("sort_key", entry.sort)
        json.member("is_whole", entry.isWhole)
    }

    private static func write(_ read: ExploredItem.Read, to json: inout JSONWriter) {
        writeBudget(read.pattern, read.pattern.budget.read, to: &json)
        json.member("operation", read.pattern.operation.rawValue)
        json.member("index", read.pattern.index.rawValue)
        json.member("is_consistent", read.pattern.isConsistent)
        json.member("items", read.cost?.items)
        json.name("units")
        if let units = read.cost?.units { json.double(units) } else { json.null() }
        json.member("microseconds", read.cost.map { microseconds($0.duration) })
    }

    private static func writeBudget(_ pattern: AccessPattern, _ units: Double, to json: inout JSONWriter) {
        json.member("pattern", pattern.number)
        json.member("name", pattern.name)
        json.name("budget_units")
        json.double(units)
        json.member("budget_case", pattern.budget.scale)
    }

    private static func microseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        return Int(clamping: seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    }
}
