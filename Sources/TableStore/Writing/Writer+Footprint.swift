#if DEBUG
    extension Writer {
        /// What differs after a job that has changed anything: rows, or storages that were made.
        struct Footprint: Equatable {
            let changes: Int
            let nextId: Int
        }

        /// The footprint so far; for the assertion that a refused job changes nothing.
        var footprint: Footprint { Footprint(changes: sqlite.totalChanges, nextId: state.nextId) }
    }
#endif
