import Digests

/// The checksum of a page of the database file, in the eight bytes that SQLite leaves free at the end of each page.
///
/// The page's number goes into it, so that a page in another one's place is noticed, too.
enum PageChecksum {
    /// Bytes that are reserved for it at the end of each page.
    static let size = 8

    /// Puts a page's checksum at its end.
    static func set(_ page: UnsafeMutableRawBufferPointer, number: Int) {
        let sum = of(UnsafeRawBufferPointer(page), number)
        page.baseAddress?.storeBytes(of: sum.littleEndian, toByteOffset: page.count - size, as: UInt64.self)
    }

    /// Whether a page is what was written.
    static func holds(_ page: UnsafeRawBufferPointer, number: Int) -> Bool {
        guard let base = page.baseAddress else { return false }
        let stored = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: page.count - size, as: UInt64.self))
        return stored == of(page, number)
    }

    private static func of(_ page: UnsafeRawBufferPointer, _ number: Int) -> UInt64 {
        RowChecksum.hash(
            UnsafeRawBufferPointer(start: page.baseAddress, count: page.count - size), seed: UInt64(number))
    }
}
