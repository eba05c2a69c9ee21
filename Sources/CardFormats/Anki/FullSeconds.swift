/// Seconds of a log whose 1,000 ids are all taken, with a later second for each: where to look next. What it takes
/// grows by one entry for a thousand reviews of one time.
struct FullSeconds {
    private var next: [Int: Int] = [:]
    /// How many times it went on to another second.
    private(set) var hops = 0

    /// The first second from this one on that is not full.
    mutating func open(from second: Int) -> Int {
        var open = second
        while let later = next[open] {
            open = later
            hops += 1
        }
        // The next search goes there at once.
        var place = second
        while let later = next[place], later != open {
            next[place] = open
            place = later
        }
        return open
    }

    /// Notes that a second is full.
    mutating func fill(_ second: Int) { next[second] = second + 1 }
}
