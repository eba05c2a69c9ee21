import Digests
import DynamoModel
import TableStore

// What Contributor Insights have found.

extension TableEngine {
    /// How many keys of each rule are shown.
    private static let shownKeys = 10

    /// The hottest keys of each table and index for which Contributor Insights are on, in the last hour.
    public var hottestKeys: [HotKey] {
        guard let insights = instruments?.insights, insights.isOn else { return [] }
        return insightRules.flatMap { rule -> [HotKey] in
            let report = Self.report(rule, insights.keys(of: rule.rule))
            return report.contributors.prefix(Self.shownKeys).map { contributor in
                HotKey(
                    tableName: rule.table.name, indexName: rule.index?.name, isItem: rule.rule.isOfItems,
                    isThrottled: rule.rule.isOfThrottles, key: contributor.values.joined(separator: ", "),
                    amount: contributor.total)
            }
        }
    }

    /// What a rule found in some minutes; nil for one that there is not.
    func keyReport(rule name: String, _ minutes: Range<Int>) -> KeyReport? {
        guard let insights = instruments?.insights, let rule = insightRules.first(where: { $0.name == name }) else {
            return nil
        }
        return Self.report(rule, insights.keys(of: rule.rule, minutes))
    }

    /// A rule with what it is about.
    private struct NamedRule {
        let name: String
        let rule: KeyInsights.Rule
        let table: TableInfo
        let index: IndexInfo?
    }

    /// The rules of all tables and indexes for which insights are on, by their names.
    private var insightRules: [NamedRule] {
        var rules: [NamedRule] = []
        for table in store.catalog.byName.values {
            for (name, insights) in table.definition.insights where insights.isEnabled {
                let index = table.index(named: name)
                guard name.isEmpty || index != nil else { continue }
                rules += Self.rules(table, index, insights)
            }
        }
        return rules.sorted { $0.name.compareBytes(with: $1.name) < 0 }
    }

    private static func rules(
        _ table: TableInfo, _ index: IndexInfo?, _ insights: TableDefinition.Insights
    ) -> [NamedRule] {
        InsightRuleName.all(table, index, insights).map { name in
            NamedRule(
                name: name.text,
                rule: KeyInsights.Rule(
                    table: table.id, index: index?.id ?? 0, isOfItems: name.isOfItems,
                    isOfThrottles: name.isOfThrottles),
                table: table, index: index)
        }
    }

    private static func report(_ rule: NamedRule, _ minutes: [Int: FrequentKeys<KeyBytes>]) -> KeyReport {
        let layout = rule.index?.layout ?? rule.table.layout
        let parts = rule.rule.isOfItems ? layout.parts : layout.hash
        var byKey: [KeyBytes: [Int: Double]] = [:]
        for (minute, keys) in minutes {
            for entry in keys.greatest(.max) { byKey[entry.key, default: [:]][minute] = entry.count }
        }
        let contributors = byKey.map { key, minutes in
            KeyReport.Contributor(values: values(in: key, parts), minutes: minutes)
        }
        return KeyReport(
            names: parts.map(\.name),
            contributors: contributors.sorted {
                ($1.total, $0.values.joined()) < ($0.total, $1.values.joined())
            },
            minutes: minutes.mapValues { KeyReport.Minute(total: $0.total, keys: $0.count) })
    }

    /// The values of a key's attributes as texts.
    private static func values(in key: KeyBytes, _ parts: [KeyPart]) -> [String] {
        key.withUnsafeBytes { bytes in
            var decoder = KeyDecoder(bytes, from: KeyLayout.hashSize)
            return parts.map { part in
                switch decoder.next(part.type) {
                case .s(let text): text
                case .n(let number): number.description
                case .b(let bytes): Base64.encode(bytes)
                default: ""
                }
            }
        }
    }
}
