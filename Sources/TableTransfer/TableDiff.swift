import DynamoModel
import ItemFiles
import Synchronization

/// Compares two tables: their settings, and item by item, in the memory of some pages.
///
/// No order of reading is shared by all engines: the items of the first table are looked up in the second, and then the
/// keys of the second in the first. What is written meanwhile may be reported as a difference.
public struct TableDiff: Sendable {
    /// One difference.
    public enum Difference: Sendable, Equatable {
        /// Only the first table has the item.
        case removed(key: Item)
        /// Only the second one has it.
        case added(key: Item)
        /// Both have an item of the key, with other attributes.
        case changed(key: Item, [Attribute])
        /// The tables themselves differ.
        case setting(SettingDifference)
    }

    /// An attribute that differs; nil where it is missing.
    public struct Attribute: Sendable, Equatable {
        /// The setting's name, as DescribeTable has it.
        public let name: String
        /// Its value in the first table.
        public let first: AttributeValue?
        /// Its value in the second table.
        public let second: AttributeValue?
    }

    /// How many items there are of each kind.
    public struct Summary: Sendable, Equatable {
        /// Items that both tables hold in the same way.
        public var same = 0
        /// Items of the first table alone.
        public var removed = 0
        /// Items of the second table alone.
        public var added = 0
        /// Items with other attributes.
        public var changed = 0
        /// Settings that differ.
        public var settings = 0
        /// Whether items were compared: those of tables with different keys cannot be.
        public var comparesItems = true

        /// Whether there is any difference.
        public var isSame: Bool { removed == 0 && added == 0 && changed == 0 && settings == 0 }
    }

    private let first: TransferTable
    private let second: TransferTable
    private let segments: Int?
    private let cores: Int
    private let itemsOnly: Bool

    /// A comparison of these tables.
    /// - Parameter itemsOnly: whether their settings may differ.
    public init(
        _ first: TransferTable, _ second: TransferTable, segments: Int? = nil, cores: Int, itemsOnly: Bool = false
    ) {
        (self.first, self.second, self.segments, self.cores) = (first, second, segments, cores)
        self.itemsOnly = itemsOnly
    }

    /// Compares.
    ///
    /// - Parameter report: is given each difference, one at a time, in no particular order.
    /// - Throws: ``TransferError``, also when only items are to be compared, and the tables have different keys.
    public func run(
        meter: TransferMeter, report: @escaping @Sendable (Difference) -> Void
    ) async throws(TransferError) -> Summary {
        let (left, right) = (try await first.activeDescription(), try await second.activeDescription())
        let summary = Mutex(Summary())
        if !itemsOnly {
            let settings = try await TableSettings.differences(first, second)
            settings.forEach { report(.setting($0)) }
            summary.withLock { $0.settings = settings.count }
        }
        do { try TableCopy.checkKeys(left, right, second.name) } catch {
            guard !itemsOnly else { throw error }
            summary.withLock { $0.comparesItems = false }
            return summary.withLock { $0 }
        }
        let total = segments ?? Segments.suitable(for: left, cores: cores)
        let keyNames = left.keyNames
        meter.begin("Comparing", total: left.itemCount.addingSaturating(right.itemCount), segments: 2 * total)
        let forward = ItemComparison(of: first, with: second, keyNames: keyNames)
        try await forEachSegment(of: total) { [first] (segment) throws(TransferError) in
            var reader = SegmentReader(first, segment: segment, of: total)
            while let items = try await reader.next() {
                let differences = try await forward.differences(items)
                summary.withLock { summary in
                    summary.same += items.count - differences.count
                    for (item, other) in differences { report(Self.difference(item, other, keyNames, &summary)) }
                }
                meter.add(items.count)
            }
            meter.finishSegment()
        }
        let backward = ItemComparison(of: second, with: first, keyNames: keyNames)
        try await forEachSegment(of: total) { [second] (segment) throws(TransferError) in
            var reader = SegmentReader(second, segment: segment, of: total, attributes: keyNames)
            while let keys = try await reader.next() {
                let differences = try await backward.differences(keys, keysOnly: true)
                summary.withLock { summary in
                    summary.added += differences.count
                    for (key, _) in differences { report(.added(key: key)) }
                }
                meter.add(keys.count)
            }
            meter.finishSegment()
        }
        return summary.withLock { $0 }
    }

    private static func difference(
        _ item: Item, _ other: Item?, _ keyNames: [String], _ summary: inout Summary
    ) -> Difference {
        let key = item.projected(to: keyNames)
        guard let other else {
            summary.removed += 1
            return .removed(key: key)
        }
        summary.changed += 1
        let names = item.merging(other).names
        let attributes = names.compactMap { name in
            item[name] == other[name] ? nil : Attribute(name: name, first: item[name], second: other[name])
        }
        return .changed(key: key, attributes)
    }
}

extension TableDiff.Difference: CustomStringConvertible {
    /// One line: `-` for an item of the first table alone, `+` for one of the second, `~` for a changed one, then the
    /// key as JSON, and the names of the attributes that differ; or `~`, a setting's name, and both settings.
    public var description: String {
        switch self {
        case .removed(let key): "- \(ItemLine.text(key))"
        case .added(let key): "+ \(ItemLine.text(key))"
        case .changed(let key, let attributes):
            "~ \(ItemLine.text(key)) \(attributes.map(\.name).joined(separator: ", "))"
        case .setting(let difference): "~ \(difference)"
        }
    }

    /// The attributes that differ with their values, a line for each.
    public var values: [String] {
        guard case .changed(_, let attributes) = self else { return [] }
        func text(_ value: AttributeValue?) -> String { value.map(ItemLine.text) ?? "(none)" }
        return attributes.map { "    \($0.name): \(text($0.first)) -> \(text($0.second))" }
    }
}
