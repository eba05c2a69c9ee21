import Glibc

/// The pages of a closed database file, read without SQLite: a page that is not what was written is nil, and the others
/// can still be read.
final class FilePages {
    static let size = Store.pageSize
    /// The bytes of a page that SQLite uses: the checksum stands in the others.
    static let usable = size - PageChecksum.size

    /// The page that SQLite never writes: locks stand at its first byte (sqlite.org/fileformat2.html, section 1.4).
    static let lockPage = 0x4000_0000 / size + 1

    /// How many pages there are. A last part of a page does not count.
    let count: Int
    private let descriptor: Int32
    private let path: String

    /// - Throws: `cannotOpen`.
    init(path: String, writable: Bool = false) throws(StoreError) {
        descriptor = Glibc.open(path, (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC)
        guard descriptor >= 0, let size = PlainFile.size(of: path) else {
            throw .cannotOpen(path: path, reason: PlainFile.error)
        }
        count = size / Self.size
        self.path = path
    }

    deinit { close(descriptor) }

    /// A page as it lies in the file, by its number from 1.
    ///
    /// - Throws: `cannotOpen` when it cannot be read.
    func bytes(of number: Int) throws(StoreError) -> [UInt8] {
        var page = [UInt8](repeating: 0, count: Self.size)
        let read = page.withUnsafeMutableBytes { PlainFile.fill($0, descriptor, at: (number - 1) * Self.size) }
        guard read == Self.size else { throw .cannotOpen(path: path, reason: PlainFile.error) }
        return page
    }

    /// A page that is what was written; nil for another, and for a number that no page has.
    func page(_ number: Int) throws(StoreError) -> [UInt8]? {
        guard 1...max(count, 1) ~= number, number <= count else { return nil }
        let page = try bytes(of: number)
        return page.withUnsafeBytes { PageChecksum.holds($0, number: number) } ? page : nil
    }

    /// The numbers, from one on, of the pages that are not what was written. The page of locks, which nobody writes, is
    /// not one.
    func damaged(from first: Int = 1) throws(StoreError) -> [Int] {
        var damaged: [Int] = []
        for number in stride(from: first, through: count, by: 1) where number != Self.lockPage {
            if try page(number) == nil { damaged.append(number) }
        }
        return damaged
    }

    /// Puts a page in the place of one, durably.
    func write(_ page: [UInt8], to number: Int) throws(StoreError) {
        guard PlainFile.write(page[...], descriptor, at: (number - 1) * Self.size), fsync(descriptor) == 0 else {
            throw .cannotOpen(path: path, reason: "page \(number) cannot be written: \(PlainFile.error)")
        }
    }
}

extension [UInt8] {
    /// The number in some bytes, the highest first.
    func number(at offset: Int, bytes: Int) -> Int {
        guard offset >= 0, offset + bytes <= count else { return 0 }
        return self[offset..<offset + bytes].reduce(0) { $0 << 8 | Int($1) }
    }
}
