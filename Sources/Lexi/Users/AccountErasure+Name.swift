import DynamoModel

// The name of a user in what they did as an admin: the entries stay in the trails of others, without it.
extension AccountErasure {
    /// Lets the entries in other trails say that a user acted who is gone.
    func removeName(of user: UserID, _ left: inout Int) async throws(RepositoryError) -> Bool {
        let call = AccessPatterns.actions.call(user)
        var mark = Position.Mark.start
        while mark != .end {
            guard left > 0 else { return false }
            let found = try await table.rows(call, limit: Self.entriesPerTransaction, after: mark)
            mark = found.mark
            let entries = try await table.items(call.pattern, found.rows.map(\.item), isConsistent: true)
            // The index can lag, and list entries that are rewritten already.
            try await rewrite(entries.filter { names($0, user) })
            left -= found.rows.count
        }
        return true
    }

    private func names(_ entry: Item, _ user: UserID) -> Bool {
        entry["actor_id"]?.string == user.text
            || entry[AuditEntry.ofActor.index.partitionAttribute]?.string
                == AuditEntry.ofActor.partition.text(user)
    }

    private func rewrite(_ entries: [Item]) async throws(RepositoryError) {
        try await writer.commit(AccessPatterns.eraseActor, writer.context(.operator)) {
            (transaction: inout Transaction) throws(RepositoryError) -> Void in
            for entry in entries { transaction.put(withoutActor(entry), if: .unchanged("actor_id", of: entry)) }
        }
    }

    /// An entry without the name of who acted. It is changed as it stands, so that a damaged one names nobody either.
    private func withoutActor(_ entry: Item) -> Item {
        var changed = entry
        let index = AuditEntry.ofActor.index
        for name in ["actor_id", index.partitionAttribute, index.sortAttribute] { changed[name] = nil }
        // An entry of the first version has no such attribute and means the same.
        changed["actor"] = .s("user")
        if let key = ItemKey(entry) {
            changed[TableAttribute.kind] = .s((AuditEntry.isTrail(key) ? AuditEntry.kind : .scenarioAudit).rawValue)
        }
        return changed
    }
}
