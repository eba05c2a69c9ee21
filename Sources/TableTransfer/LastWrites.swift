import DynamoModel
import ItemFiles

/// Which of the changes of each item is the last one, for a part of all keys: the memory does not grow with the files,
/// which are read once more for each part.
struct LastWrites {
    /// Keys that are remembered at a time, each in some fifty bytes.
    static let mostKeys = 500_000

    private struct Last {
        let time: Int
        /// The change's number among all of the files.
        let number: Int
    }

    private var last: [UInt128: Last] = [:]
    private let part: Int
    private let parts: Int

    /// - Parameters:
    ///   - part: which part of the keys, from 0.
    ///   - parts: in how many parts they fall.
    init(part: Int, of parts: Int) { (self.part, self.parts) = (part, parts) }

    /// How many parts so many changes need.
    static func parts(of changes: Int, mostKeys: Int = LastWrites.mostKeys) -> Int {
        max(1, (changes + mostKeys - 1) / mostKeys)
    }

    /// Notes a change. Of changes of one microsecond the later line is the last one.
    mutating func note(_ change: ExportedChange, _ number: Int) {
        guard let key = key(change) else { return }
        if let known = last[key], known.time > change.time { return }
        last[key] = Last(time: change.time, number: number)
    }

    /// Whether a change is the last one of its item; nil when its key is of another part.
    func isLast(_ change: ExportedChange, _ number: Int) -> Bool? {
        guard let key = key(change) else { return nil }
        return last[key]?.number == number
    }

    private func key(_ change: ExportedChange) -> UInt128? {
        let digest = TableChecksum.digest(change.key)
        return Int(digest % UInt128(parts)) == part ? digest : nil
    }
}
