import DynamoExpressions
import DynamoModel
import TableStore

/// One write, checked and worked out on the caller's thread as far as that goes without the item that is there now.
struct PreparedWrite: Sendable {
    enum Action: Sendable {
        case check
        case put(NewRow)
        case update(Update?)
        case delete
    }

    let table: TableInfo
    let key: KeyBytes
    /// The attributes of the key, of which an update makes an item that is not there.
    let keyAttributes: Item
    let action: Action
    let condition: Condition?
    /// Whether a failed condition answers with the item.
    let returnsItem: Bool
    /// Whether the answer holds the item as it was.
    var returnsOld = false
    /// Whether it is an `INSERT`, whose failed condition says that the key is taken.
    var isInsert = false
    /// What the condition says of a row, found out before the write's turn came; nil for all but costly conditions.
    var judgement: Judgement?

    /// The memory that the write takes while it waits for its turn, in bytes, about.
    var memory: Int {
        // What is put is the keys' item, too.
        var size = key.count + keyAttributes.memorySize + (condition?.memorySize ?? 0) + (judgement?.row?.count ?? 0)
        if case .update(let update?) = action { size += update.memorySize }
        return size + Self.ownMemory
    }

    /// What a write takes besides its values.
    private static let ownMemory = 512

    /// A put: everything about the item is checked here.
    static func put(
        _ item: Item, _ table: TableInfo, condition: Condition? = nil,
        returning: ReturnValuesOnConditionCheckFailure = .none
    ) throws(EngineFault) -> PreparedWrite {
        if let condition { try KeyRules.check(nested: condition.nestedAttributes, table) }
        let key = try KeyRules.rowKey(ofItem: item, table.layout)
        let size = item.itemSize
        try KeyRules.check(item, size: size, table: table)
        return PreparedWrite(
            table: table, key: key, keyAttributes: item, action: .put(NewRow(item: item, size: size)),
            condition: condition, returnsItem: returning == .allOld)
    }

    /// Another write of the item with a key.
    static func keyed(
        _ keyAttributes: Item, _ table: TableInfo, _ action: Action, condition: Condition? = nil,
        returning: ReturnValuesOnConditionCheckFailure = .none
    ) throws(EngineFault) -> PreparedWrite {
        if let condition { try KeyRules.check(nested: condition.nestedAttributes, table) }
        return PreparedWrite(
            table: table, key: try KeyRules.rowKey(keyAttributes, table.layout), keyAttributes: keyAttributes,
            action: action, condition: condition, returnsItem: returning == .allOld)
    }

    /// An update, which leaves the table's key alone and does not look into keys.
    static func update(
        _ keyAttributes: Item, _ table: TableInfo, _ update: Update?, condition: Condition? = nil,
        returning: ReturnValuesOnConditionCheckFailure = .none
    ) throws(EngineFault) -> PreparedWrite {
        if let update {
            try TableEngine.parsing { () throws(DynamoDBError) in
                try update.check(keyAttributes: table.definition.keySchema.map(\.attributeName))
            }
            try KeyRules.check(assigned: update.assignedTypes, table)
            try KeyRules.check(assigned: update.assignedValues, table)
            try KeyRules.check(nested: update.nestedAttributes, table)
        }
        return try keyed(keyAttributes, table, .update(update), condition: condition, returning: returning)
    }
}

extension Writer {
    /// Works out a write against the present state; nothing is changed yet.
    ///
    /// - Parameter budget: what the conditions of the job may take on the writer's thread, where others wait.
    /// - Throws: `conditionalCheckFailed`, `validation`, `resourceNotFound`, damage, storage; ``Judgement/overrun``
    ///   when the budget is exhausted.
    func plan(_ write: PreparedWrite, _ budget: inout EvaluationBudget) throws(EngineFault) -> RowChange {
        let table = try current(write.table)
        let old: StoredRow?
        do throws(EngineFault) {
            old = try connection.row(table, write.key)
        } catch {
            return try planBlindly(write, table, error)
        }
        if let condition = write.condition, try !holds(condition, old, write.judgement, &budget) {
            throw .request(
                write.isInsert ? .duplicateItem : .conditionalCheckFailed(item: write.returnsItem ? old?.item : nil))
        }
        let new: NewRow?
        switch write.action {
        case .check: return RowChange(unchanged: old, table: table, key: write.key)
        case .delete: new = nil
        case .put(let row):
            // The table may have got an index since the item was checked.
            if table !== write.table {
                try KeyRules.check(row.item, size: row.size, table: table)
            }
            new = row
        case .update(let update):
            let row = try updated(old?.item, update, write, table)
            // An update that only takes away makes no item.
            let isNothing = old == nil && update != nil && row.item.count == table.layout.count
            new = isNothing ? nil : row
        }
        return RowChange(table: table, key: write.key, old: old, new: new)
    }

    private func holds(
        _ condition: Condition, _ row: StoredRow?, _ judgement: Judgement?, _ budget: inout EvaluationBudget
    ) throws(EngineFault) -> Bool {
        if let judgement, judgement.isOf(row) { return judgement.holds }
        guard let holds = condition.holds(for: row?.item ?? Item(), within: &budget) else { throw Judgement.overrun }
        return holds
    }

    /// Works out a write in the place of a damaged item, which is possible when nothing has to be known of it but that
    /// it is there, and its key.
    private func planBlindly(
        _ write: PreparedWrite, _ table: TableInfo, _ fault: EngineFault
    ) throws(EngineFault) -> RowChange {
        guard case .damaged(_, let what) = fault else { throw fault }
        let advised = EngineFault.damaged(
            table: table.name, what: "\(what), in the item of the request. \(Self.remedy)")
        guard !write.returnsOld, let row = try connection.unreadableRow(table, write.key) else { throw advised }
        if let condition = write.condition {
            guard let holds = condition.holds(forKey: write.keyAttributes, of: table) else { throw advised }
            guard holds else {
                if write.returnsItem { throw advised }
                throw .request(write.isInsert ? .duplicateItem : .conditionalCheckFailed())
            }
        }
        switch write.action {
        case .put(let new):
            try KeyRules.check(new.item, size: new.size, table: table)
            return RowChange(table: table, key: write.key, replacing: row, new: new)
        case .delete: return RowChange(table: table, key: write.key, replacing: row, new: nil)
        case .check: return RowChange(unchanged: nil, table: table, key: write.key)
        case .update: throw advised
        }
    }

    /// What can be done with a damaged item.
    private static let remedy =
        "PutItem replaces it and DeleteItem removes it, without ReturnValues and conditions on attributes that are not of "
        + "the key; 'lexi table repair' makes it again where that is possible, and lists it otherwise"

    private func updated(
        _ old: Item?, _ update: Update?, _ write: PreparedWrite, _ table: TableInfo
    ) throws(EngineFault) -> NewRow {
        let item = old ?? write.keyAttributes
        let updated: Item
        do throws(DynamoDBError) { updated = try update?.apply(to: item) ?? item } catch { throw .request(error) }
        let size = updated.itemSize
        try KeyRules.check(updated, size: size, table: table, updating: old ?? Item())
        return NewRow(item: updated, size: size)
    }
}

extension Condition {
    /// Whether the condition holds of an item of which the key alone is known; nil when it looks at other attributes.
    fileprivate func holds(forKey attributes: Item, of table: TableInfo) -> Bool? {
        let key = attributes.projected(to: table.layout.parts.map(\.name))
        guard topLevelAttributes.isSubset(of: Set(key.names.map { ByteKey($0) })) else { return nil }
        return holds(for: key)
    }
}
