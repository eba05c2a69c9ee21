import DynamoExpressions
import DynamoModel
import TableStore

/// Takes a `WHERE` apart into reads by key: one for each partition key value, narrowed by what is asked of the sort
/// key. A condition that leaves the partition key open in some branch is a scan.
struct StatementReads {
    private let layout: KeyLayout
    private let bindings: Bindings
    private let hash: KeyPart
    private let range: KeyPart?

    /// - Parameter layout: the key of the table or index that is read: one or two attributes.
    init(_ layout: KeyLayout, _ bindings: Bindings) {
        self.layout = layout
        self.bindings = bindings
        hash = layout.hash[0]
        range = layout.range.first
    }

    /// The reads of a condition by key, in the order of the partitions in the statement; nil for a scan.
    ///
    /// - Throws: `validation` for a key of another type, too many reads, or reads that would meet the same item.
    func of(_ condition: ConditionNode) throws(EngineFault) -> [StatementRead]? {
        try checkTypes(condition)
        guard namesPartition(condition) else { return nil }
        var reads: [StatementRead] = []
        for branch in try branches(condition) {
            reads += try self.reads(of: branch)
            guard reads.count <= DynamoLimits.statementReads else { throw Self.tooManyReads }
        }
        return try merged(reads)
    }

    /// The row of a condition that is nothing but an equality with each attribute of the key, by values that it can
    /// have; nil of any other condition.
    func point(_ condition: ConditionNode) -> KeyBytes? {
        let nodes = if case .all(let nodes) = condition { nodes } else { [condition] }
        guard nodes.count == layout.count else { return nil }
        var (partition, sort): (AttributeValue?, AttributeValue?)
        for node in nodes {
            guard case .compare(.equal, let left, let right) = node,
                let (name, value) = bindings.equality(left, right), let part = layout.part(name),
                part.hasType(of: value), (try? KeyBounds.checkFilled(value)) != nil
            else { return nil }
            if part.name.hasSameBytes(as: hash.name) { partition = value } else { sort = value }
        }
        guard let partition, (sort == nil) == (range == nil) else { return nil }
        var key = layout.partitionPrefix([partition])
        if let sort { KeyEncoding.append(sort, to: &key) }
        return key
    }

    private static let tooManyReads = EngineFault.validation(
        "Too many decomposed read operations for a given query.")

    // MARK: Branches

    /// Whether each branch of the condition has a value of the partition key.
    private func namesPartition(_ node: ConditionNode) -> Bool {
        switch node {
        case .all(let nodes): nodes.contains(where: namesPartition)
        case .any(let nodes): namesKey(node) && nodes.allSatisfy(namesPartition)
        default: partitions(node) != nil
        }
    }

    /// Whether a key attribute stands in the condition, other than under `NOT`.
    private func namesKey(_ node: ConditionNode) -> Bool {
        switch node {
        case .all(let nodes), .any(let nodes): nodes.contains(where: namesKey)
        case .not: false
        default: node.operands.contains { operand in bindings.attribute(operand).map(layout.contains) ?? false }
        }
    }

    /// The branches of the condition, of which each holds when all of its parts do.
    private func branches(_ node: ConditionNode) throws(EngineFault) -> [[ConditionNode]] {
        switch node {
        case .all(let nodes):
            var branches: [[ConditionNode]] = [[]]
            for node in nodes {
                let parts = try self.branches(node)
                guard branches.count * parts.count <= DynamoLimits.statementReads else { throw Self.tooManyReads }
                branches = branches.flatMap { branch in parts.map { branch + $0 } }
            }
            return branches
        case .any(let nodes) where namesKey(node):
            var branches: [[ConditionNode]] = []
            for node in nodes { branches += try self.branches(node) }
            guard branches.count <= DynamoLimits.statementReads else { throw Self.tooManyReads }
            return branches
        default: return [[node]]
        }
    }

    /// Refuses an equality of a key attribute with a value of another type.
    private func checkTypes(_ node: ConditionNode) throws(EngineFault) {
        switch node {
        case .all(let nodes), .any(let nodes): for node in nodes { try checkTypes(node) }
        case .compare(.equal, let left, let right):
            guard let (name, value) = bindings.equality(left, right) else { return }
            if let part = layout.part(name), !part.hasType(of: value) { throw .keyTypeMismatch(name) }
        case .member(let operand, let candidates):
            guard let name = bindings.attribute(operand), let part = layout.part(name) else { return }
            for candidate in candidates {
                if let value = bindings.value(candidate), !part.hasType(of: value) { throw .keyTypeMismatch(name) }
            }
        default: break
        }
    }

    // MARK: One branch

    /// The values that the partition key may have when the condition holds; nil when it says nothing of them.
    private func partitions(_ node: ConditionNode) -> [AttributeValue]? { equalities(node, hash) }

    private func equalities(_ node: ConditionNode, _ part: KeyPart) -> [AttributeValue]? {
        switch node {
        case .compare(.equal, let left, let right):
            guard let (name, value) = bindings.equality(left, right), name.hasSameBytes(as: part.name) else {
                return nil
            }
            return [value]
        case .member(let operand, let candidates):
            guard bindings.attribute(operand)?.hasSameBytes(as: part.name) ?? false else { return nil }
            let values = candidates.compactMap(bindings.value)
            return values.count == candidates.count ? values : nil
        default: return nil
        }
    }

    private func reads(of branch: [ConditionNode]) throws(EngineFault) -> [StatementRead] {
        var partitions: [AttributeValue] = []
        var sorts: [[SortCondition]] = []
        var rest: [ConditionNode] = []
        for node in branch {
            if partitions.isEmpty, let values = self.partitions(node) {
                partitions = values
            } else if let conditions = sortConditions(node) {
                sorts.append(conditions)
            } else {
                rest.append(node)
            }
        }
        let isPoint = sorts.contains { $0.allSatisfy { if case .equal = $0 { true } else { false } } } || range == nil
        let mayOverlap = branch.contains(where: negatesSort)
        var reads: [StatementRead] = []
        for partition in partitions {
            try KeyBounds.checkFilled(partition)
            let prefix = layout.partitionPrefix([partition])
            for (lower, upper) in Self.ranges(sorts, within: prefix) {
                reads.append(
                    StatementRead(
                        partition: partition, lower: lower, upper: upper, filter: .joined(rest),
                        whole: .joined(branch), mayOverlap: mayOverlap, isPoint: isPoint))
            }
        }
        return reads
    }

    /// What a condition says of the sort key, as alternatives; empty when no value meets it, nil when it is a filter.
    private func sortConditions(_ node: ConditionNode) -> [SortCondition]? {
        guard let range else { return nil }
        if let values = equalities(node, range) { return values.map(SortCondition.equal) }
        switch node {
        case .compare(let comparator, let left, let right):
            guard let (name, value) = bindings.equality(left, right), name.hasSameBytes(as: range.name) else {
                return nil
            }
            let isFlipped = if case .value = left { true } else { false }
            guard let condition = SortCondition(isFlipped ? comparator.flipped : comparator, value) else { return nil }
            return range.hasType(of: value) ? [condition] : []
        case .between(let operand, let lower, let upper):
            guard isSortKey(operand, range), let low = bindings.value(lower), let high = bindings.value(upper) else {
                return nil
            }
            return range.hasType(of: low) && range.hasType(of: high) ? [.between(low, high)] : []
        case .function(.beginsWith, let operands):
            guard isSortKey(operands[0], range), let prefix = bindings.value(operands[1]) else { return nil }
            return range.hasType(of: prefix) && range.type != .n ? [.beginsWith(prefix)] : []
        default: return nil
        }
    }

    private func isSortKey(_ operand: Operand, _ range: KeyPart) -> Bool {
        bindings.attribute(operand)?.hasSameBytes(as: range.name) ?? false
    }

    private func negatesSort(_ node: ConditionNode) -> Bool {
        guard let range else { return false }
        func names(_ node: ConditionNode) -> Bool {
            switch node {
            case .all(let nodes), .any(let nodes): nodes.contains(where: names)
            case .not(let node): names(node)
            default: node.operands.contains { isSortKey($0, range) }
            }
        }
        switch node {
        case .not(let node): return names(node)
        case .compare(.notEqual, _, _): return names(node)
        default: return false
        }
    }

    /// The ranges of keys in a partition in which one alternative of each condition holds.
    private static func ranges(_ sorts: [[SortCondition]], within prefix: KeyBytes) -> [(KeyBytes, KeyBytes)] {
        var ranges = [KeyBounds.of(nil, within: prefix)]
        for alternatives in sorts {
            let bounds = alternatives.map { KeyBounds.of($0, within: prefix) }
            ranges = ranges.flatMap { range in
                bounds.map { bound in
                    (
                        range.0.compareBytes(with: bound.0) < 0 ? bound.0 : range.0,
                        range.1.compareBytes(with: bound.1) < 0 ? range.1 : bound.1
                    )
                }
            }
            ranges.removeAll { $0.0.compareBytes(with: $0.1) >= 0 }
        }
        return ranges
    }

    // MARK: All branches

    /// The reads, those of a partition together and in order, none of which meets the rows of another.
    private func merged(_ reads: [StatementRead]) throws(EngineFault) -> [StatementRead] {
        var partitions: [AttributeValue] = []
        var byPartition: [AttributeValue: [StatementRead]] = [:]
        for read in reads {
            guard let partition = read.partition else { continue }
            if byPartition[partition] == nil { partitions.append(partition) }
            byPartition[partition, default: []].append(read)
        }
        var merged: [StatementRead] = []
        for partition in partitions {
            let sorted = (byPartition[partition] ?? []).sorted { $0.lower.compareBytes(with: $1.lower) < 0 }
            merged += try Self.disjoint(sorted)
        }
        return merged
    }

    private static func disjoint(_ sorted: [StatementRead]) throws(EngineFault) -> [StatementRead] {
        var result: [StatementRead] = []
        for read in sorted {
            guard let last = result.last, last.upper.compareBytes(with: read.lower) > 0 else {
                result.append(read)
                continue
            }
            guard last.mayOverlap || read.mayOverlap else {
                throw .validation("Overlapping conditions with range keys are not supported in where clause")
            }
            var union = last
            if union.upper.compareBytes(with: read.upper) < 0 { union.upper = read.upper }
            let conditions = [last.whole, read.whole].compactMap(\.self)
            union.whole = .any(conditions)
            (union.filter, union.mayOverlap, union.isPoint) = (union.whole, true, false)
            result[result.count - 1] = union
        }
        return result
    }
}

extension SortCondition {
    /// The condition that a comparison makes; nil for `<>`.
    fileprivate init?(_ comparator: Comparator, _ value: AttributeValue) {
        switch comparator {
        case .equal: self = .equal(value)
        case .notEqual: return nil
        case .less: self = .less(value)
        case .lessOrEqual: self = .lessOrEqual(value)
        case .greater: self = .greater(value)
        case .greaterOrEqual: self = .greaterOrEqual(value)
        }
    }
}

extension ConditionNode {
    /// The operands of a comparison or function, those of functions in them, too.
    fileprivate var operands: [Operand] {
        let own: [Operand] =
            switch self {
            case .all, .any, .not: []
            case .compare(_, let left, let right): [left, right]
            case .between(let operand, let lower, let upper): [operand, lower, upper]
            case .member(let operand, let candidates): [operand] + candidates
            case .function(_, let operands): operands
            }
        return own.flatMap { operand in
            if case .call(_, let inner) = operand { return inner }
            return [operand]
        }
    }
}
