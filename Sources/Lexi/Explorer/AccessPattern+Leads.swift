import DynamoModel

extension AccessPattern {
    /// The values of its components with which the pattern comes upon an entry; nil when it never does.
    ///
    /// A range is left open, so that the read is the one of the whole list.
    func values(leadingTo entry: ExploredItem.Entry) -> [String: String]? {
        guard !operation.isWrite, partition != .anything, index == entry.index, partition.matches(entry.partition)
        else {
            return nil
        }
        let values = partition.values(in: entry.partition)
        switch sort {
        case .all: return values
        case .beginsWith(let template):
            guard entry.sort.hasBytePrefix(template.lead) else { return nil }
            return values.merging(open(template, entry) { $0 }) { first, _ in first }
        case .between(let template, _):
            guard entry.sort.hasBytePrefix(template.lead) else { return nil }
            return values.merging(open(template, entry) { "\($0)..\($0)" }) { first, _ in first }
        case .equals(let template):
            guard template.matches(entry.sort) else { return nil }
            return values.merging(template.values(in: entry.sort)) { first, _ in first }
        }
    }

    /// The end of a range: none, or, where nothing stands before the first component, that of the entry, since a range
    /// cannot begin with an empty text.
    private func open(
        _ template: KeyTemplate, _ entry: ExploredItem.Entry, _ end: (String) -> String
    ) -> [String: String] {
        guard template.lead.isEmpty, let name = template.components.first else { return [:] }
        return template.values(in: entry.sort)[name].map { [name: end($0)] } ?? [:]
    }
}
