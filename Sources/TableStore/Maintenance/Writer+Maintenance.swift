import DynamoModel

// What goes on in the background, and what it leaves in the file: see ``MaintenanceTask``.

extension Writer {
    /// Whether there is something to do, now or later.
    package var hasMaintenance: Bool { !state.tasks.isEmpty || state.hasTokens }

    /// The tasks that there are.
    package var maintenance: [MaintenanceID] {
        var tasks = Array(state.tasks.keys)
        if state.hasTokens { tasks.append(TokenExpiry().id) }
        return tasks
    }

    /// Does a step of a task.
    func step(_ id: MaintenanceID) throws(EngineFault) -> StepOutcome {
        let task: any MaintenanceTask =
            switch id.kind {
            case .filling: IndexFilling(id.subject)
            case .emptying: StorageEmptying(id.subject)
            case .tokenExpiry: TokenExpiry()
            }
        let clock = options.steadyClock
        var budget = StepBudget { Int(clock() * 1000) }
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
            switch id.kind {
            case .filling:
                let statement = try sqlite.prepare("INSERT OR REPLACE INTO backfills VALUES (?, ?)")
                defer { statement.finalize() }
                statement.bind(1, id.subject)
                statement.bind(2, copying: position)
                try statement.run()
            case .emptying: try sqlite.execute("INSERT OR REPLACE INTO purges VALUES (\(id.subject))")
            case .tokenExpiry: break
            }
        }
    }

    /// Removes a task that has come to its end.
    func removeTask(_ id: MaintenanceID) throws(EngineFault) {
        state.tasks[id] = nil
        try TableStore.storage { () throws(SQLiteFault) in
            switch id.kind {
            case .filling: try sqlite.execute("DELETE FROM backfills WHERE id = \(id.subject)")
            case .emptying: try sqlite.execute("DELETE FROM purges WHERE id = \(id.subject)")
            case .tokenExpiry: break
            }
        }
    }

    /// Reads the tasks and how far they have come.
    func loadTasks() throws(SQLiteFault) {
        let statement = try sqlite.prepare("SELECT id, cursor FROM backfills")
        defer { statement.finalize() }
        while try statement.step() {
            state.tasks[IndexFilling(statement.int(0)).id] = KeyBytes(statement.bytes(1))
        }
        for storage in try sqlite.texts("SELECT id FROM purges") {
            if let storage = Int(storage) { state.tasks[StorageEmptying(storage).id] = [] }
        }
        state.hasTokens = try !tokens.isEmpty()
    }
}
