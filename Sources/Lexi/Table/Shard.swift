/// Shards of partitions that would otherwise grow with the number of all users or sessions.
package enum Shard {
    /// Shards of the directory of users.
    package static let users = 8
    /// Shards of the queue of scoring jobs.
    package static let scoringJobs = 4
    /// Shards of the queue of users with deleted logs.
    package static let deletedLogs = 4
    /// Shards of a scenario's usage count.
    package static let usage = 10

    /// The shard of an id, always the same: FNV-1a of its bytes, mixed as SplitMix64 does, since FNV leaves the last
    /// bytes out of its high bits.
    static func of(_ id: String, count: Int) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
        hash ^= hash >> 31
        return Int(hash.multipliedFullWidth(by: UInt64(count)).high)
    }
}
