import DynamoModel

/// How far a restore has come, as it stands in the file.
enum RestorePosition: Equatable {
    /// Rows of another table of the file are copied, after a key.
    case copying(source: Int, to: Int, after: KeyBytes)
    /// Changes of that table after the sequence number `to` are taken back, from `from` down.
    case undoing(source: Int, to: Int, from: Int)
    /// A backup is read, from a place in its file on where the chain of checksums has come to a value. Where its names
    /// are is nil for a restore that an earlier version began.
    case reading(file: String, offset: Int, checksum: UInt64, names: BackupFile.Place?)
    /// The items are there; the indexes are being filled.
    case filling
    /// An import puts the items; it says when they are there.
    case importing(id: String)

    private enum Tag: UInt8 {
        case copying = 1
        case undoing = 2
        case reading = 3
        case filling = 4
        case importing = 5
        case readingWithNames = 6
    }

    /// The tags of positions that need the log of changes, as SQLite's `hex` shows them, in quotes.
    static let tagsOfLog = "'01', '02'"

    /// The position as the row of `tasks` keeps it: a tag, then numbers of 8 bytes, then the key or name.
    var bytes: KeyBytes {
        switch self {
        case .copying(let source, let to, let key): Self.bytes(.copying, [source, to], key)
        case .undoing(let source, let to, let from): Self.bytes(.undoing, [source, to, from])
        case .reading(let file, let offset, let checksum, nil):
            Self.bytes(.reading, [offset, Int(truncatingIfNeeded: checksum)], Array(file.utf8))
        case .reading(let file, let offset, let checksum, let names?):
            Self.bytes(
                .readingWithNames,
                [
                    offset, Int(truncatingIfNeeded: checksum), names.offset,
                    Int(truncatingIfNeeded: names.checksum),
                ], Array(file.utf8))
        case .filling: Self.bytes(.filling, [])
        case .importing(let id): Self.bytes(.importing, [], Array(id.utf8))
        }
    }

    private static func bytes(_ tag: Tag, _ numbers: [Int], _ rest: KeyBytes = []) -> KeyBytes {
        var bytes: KeyBytes = [tag.rawValue]
        for number in numbers { withUnsafeBytes(of: Int64(number).littleEndian) { bytes.append(contentsOf: $0) } }
        return bytes + rest
    }

    /// Reads a task's position; nil when it is none.
    init?(_ bytes: KeyBytes) {
        func number(_ index: Int) -> Int? {
            let offset = 1 + 8 * index
            guard bytes.count >= offset + 8 else { return nil }
            return Int(
                Int64(littleEndian: bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Int64.self) }))
        }
        func rest(_ numbers: Int) -> KeyBytes { Array(bytes.dropFirst(1 + 8 * numbers)) }
        switch bytes.first.flatMap(Tag.init(rawValue:)) {
        case .copying:
            guard let source = number(0), let to = number(1) else { return nil }
            self = .copying(source: source, to: to, after: rest(2))
        case .undoing:
            guard let source = number(0), let to = number(1), let from = number(2) else { return nil }
            self = .undoing(source: source, to: to, from: from)
        case .reading:
            guard let offset = number(0), let checksum = number(1) else { return nil }
            self = .reading(
                file: String(decoding: rest(2), as: UTF8.self), offset: offset,
                checksum: UInt64(bitPattern: Int64(checksum)), names: nil)
        case .readingWithNames:
            guard let offset = number(0), let checksum = number(1), let place = number(2), let before = number(3)
            else { return nil }
            self = .reading(
                file: String(decoding: rest(4), as: UTF8.self), offset: offset,
                checksum: UInt64(bitPattern: Int64(checksum)),
                names: BackupFile.Place(offset: place, checksum: UInt64(bitPattern: Int64(before))))
        case .filling: self = .filling
        case .importing: self = .importing(id: String(decoding: rest(0), as: UTF8.self))
        case nil: return nil
        }
    }

    /// The table of the file that is read; nil for none.
    var source: Int? {
        switch self {
        case .copying(let source, _, _), .undoing(let source, _, _): source
        case .reading, .filling, .importing: nil
        }
    }
}
