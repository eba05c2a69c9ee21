#if canImport(Glibc)
    import Glibc
#endif

/// Finds a part in bytes in time that grows with their lengths, not with their product, whatever the bytes are: the
/// text and the part come from callers, and the search may run on the thread that all writes share.
///
/// Source: D. Knuth, J. Morris, V. Pratt, "Fast pattern matching in strings" (1977).
enum ByteSearch {
    /// Whether the part is anywhere in the bytes; an empty part always is.
    ///
    /// - Parameter steps: grows by the comparisons of bytes that were made, at most two for each byte of both.
    static func contains(
        _ part: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>, steps: inout Int
    ) -> Bool {
        guard let first = part.first, let start = bytes.baseAddress else { return part.isEmpty }
        guard part.count <= bytes.count else { return false }
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: part.count) { borders in
            fillBorders(part, borders, &steps)
            var place = 0
            var matched = 0
            while place < bytes.count {
                if matched == 0 {
                    // Most bytes begin nothing.
                    guard let found = memchr(start + place, Int32(first), bytes.count - place) else {
                        steps += (bytes.count - place) >> 4
                        return false
                    }
                    let next = UnsafeRawPointer(found) - UnsafeRawPointer(start)
                    steps += (next - place) >> 4
                    place = next
                }
                steps += 1
                while matched > 0, part[matched] != bytes[place] {
                    matched = Int(borders[matched - 1])
                    steps += 1
                }
                if part[matched] == bytes[place] { matched += 1 }
                place += 1
                if matched == part.count { return true }
            }
            return false
        }
    }

    /// For each beginning of the part the length of its longest border: a shorter beginning that it ends with.
    private static func fillBorders(
        _ part: UnsafeBufferPointer<UInt8>, _ borders: UnsafeMutableBufferPointer<Int32>, _ steps: inout Int
    ) {
        borders.initialize(repeating: 0)
        var length = 0
        for place in part.indices.dropFirst() {
            steps += 1
            while length > 0, part[length] != part[place] {
                length = Int(borders[length - 1])
                steps += 1
            }
            if part[length] == part[place] { length += 1 }
            borders[place] = Int32(length)
        }
    }
}
