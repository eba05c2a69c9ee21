/// The keys that come most often, in memory that does not grow with their number.
///
/// Each key that is watched has a count. A key that is not takes the place of the one with the smallest count, and
/// starts with that count: no key's count is too small, and none is too large by more than the smallest one. A key
/// with more than a share of 1/capacity of the whole is certainly watched.
///
/// Source: Metwally, Agrawal, El Abbadi, "Efficient computation of frequent and top-k elements in data streams" (2005),
/// the algorithm Space-Saving.
struct FrequentKeys<Key: Hashable & Sendable>: Sendable {
    /// A key with about how much of it came.
    struct Entry: Sendable {
        let key: Key
        /// At most by ``error`` too large.
        var count: Double
        let error: Double
    }

    /// How many keys are watched.
    let capacity: Int
    /// The weight of all keys that were counted, kept or not.
    private(set) var total: Double = 0
    private var entries: [Entry] = []
    private var places: [Key: Int] = [:]

    init(capacity: Int) { self.capacity = capacity }

    /// Counts so much of a key.
    mutating func add(_ key: Key, _ amount: Double) {
        total += amount
        if let place = places[key] {
            entries[place].count += amount
        } else if entries.count < capacity {
            places[key] = entries.count
            entries.append(Entry(key: key, count: amount, error: 0))
        } else {
            replaceSmallest(with: key, amount)
        }
    }

    private mutating func replaceSmallest(with key: Key, _ amount: Double) {
        var smallest = 0
        for place in entries.indices where entries[place].count < entries[smallest].count { smallest = place }
        places[entries[smallest].key] = nil
        places[key] = smallest
        let count = entries[smallest].count
        entries[smallest] = Entry(key: key, count: count + amount, error: count)
    }

    /// The keys with the greatest counts, the greatest first.
    func greatest(_ most: Int) -> [Entry] { Array(entries.sorted { $0.count > $1.count }.prefix(most)) }

    /// Counts what another sketch has counted.
    mutating func add(_ other: FrequentKeys) { for entry in other.entries { add(entry.key, entry.count) } }

    /// How many keys are watched now.
    var count: Int { entries.count }
}
