/// A part of the log of changes, by sequence numbers.
struct TrimRange: Sendable, Equatable {
    /// The number before its first change.
    var after: Int
    /// The sequence number of the last change of the range.
    var to: Int
}

extension [TrimRange] {
    /// Adds a range: to one that ends where it begins, if there is one.
    mutating func add(_ range: TrimRange) {
        guard range.after < range.to else { return }
        if let index = firstIndex(where: { $0.after <= range.after && range.after <= $0.to }) {
            self[index].to = Swift.max(self[index].to, range.to)
        } else {
            append(range)
        }
    }
}
