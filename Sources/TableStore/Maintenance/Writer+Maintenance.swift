import DynamoModel

// What goes on in the background, and what it leaves in the file: see ``MaintenanceTask``.

extension Writer {
    /// Whether there is something to do, now or later.
    package var hasMaintenance: Bool {
        !state.tasks.isEmpty || state.hasTokens || state.hasUnneededChanges || !state.catalog.streams.isEmpty
            || !state.catalog.expiring.isEmpty || state.needsRecoveryUpkeep
    }

    /// The tasks that there are.
    package var maintenance: [MaintenanceID] {
        var tasks = Array(state.tasks.keys)
        if state.hasTokens { tasks.append(TokenExpiry().id) }
        if state.hasUnneededChanges { tasks.append(LogTrimming().id) }
        if !state.catalog.streams.isEmpty { tasks.append(StreamUpkeep().id) }
        if !state.catalog.expiring.isEmpty { tasks.append(ItemExpiry().id) }
        if state.needsRecoveryUpkeep { tasks.append(RecoveryUpkeep().id) }
        return tasks
    }

    /// Does a step of a task.
    func step(_ id: MaintenanceID) throws(EngineFault) -> StepOutcome {
        let task: any MaintenanceTask =
            switch id.kind {
            case .filling: IndexFilling(id.subject)
            case .emptying: StorageEmptying(id.subject)
            case .tokenExpiry: TokenExpiry()
            case .logTrimming: LogTrimming()
            case .sweeping: EntrySweeping(id.subject)
            case .streamUpkeep: StreamUpkeep()
            case .expiryFilling: ExpiryFilling(id.subject)
            case .itemExpiry: ItemExpiry()
            case .restoring: TableRestoring(id.subject)
            case .recoveryUpkeep: RecoveryUpkeep()
            }
        let clock = options.steadyClock
        var budget = StepBudget(isBusy: isBusy) { Int(clock() * 1000) }
        return try task.step(self, &budget)
    }

    /// Lets an index be filled from its table, from now on.
    package func startFilling(_ index: Int) throws(EngineFault) {
        try saveTask(IndexFilling(index).id, position: [])
    }

    /// Writes how far a task has come; a task that is not there begins.
    func saveTask(_ id: MaintenanceID, position: KeyBytes) throws(EngineFault) {
        state.tasks[id] = position
        try TableStore.storage { () throws(SQLiteFault) in
            try FileTable.tasks.write([.int(id.kind.rawValue), .int(id.subject), .blob(position)], sqlite)
        }
    }

    /// Removes a task that has come to its end.
    func removeTask(_ id: MaintenanceID) throws(EngineFault) {
        state.tasks[id] = nil
        try TableStore.storage { () throws(SQLiteFault) in
            try sqlite.execute("DELETE FROM tasks WHERE kind = \(id.kind.rawValue) AND id = \(id.subject)")
        }
    }

    /// Reads the tasks and how far they have come.
    func loadTasks() throws(EngineFault) {
        try FileTable.tasks.forEach("", sqlite) { (row) throws(EngineFault) in
            guard let kind = MaintenanceID.Kind(rawValue: row.int(0)) else {
                throw .damagedFile(table: FileTable.tasks.name, what: "a task of the unknown kind \(row.int(0))")
            }
            state.tasks[MaintenanceID(kind: kind, subject: row.int(1))] = KeyBytes(row.bytes(2))
        }
        state.hasTokens = try TableStore.storage { () throws(SQLiteFault) in try !tokens.isEmpty() }
    }
}
