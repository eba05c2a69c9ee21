extension StoreConnection {
    /// How many tasks of the background are in the file, under way or waiting. Expired tokens and changes that nobody
    /// needs are removed besides.
    package func taskCount() throws(EngineFault) -> Int {
        var count = 0
        try FileTable.tasks.forEach("", sqlite) { (_) throws(EngineFault) in count += 1 }
        return count
    }
}
