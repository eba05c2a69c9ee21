/// The part of a tree's page between the list of its cells and the cells, which belongs to no row.
///
/// When a tree is balanced, SQLite leaves copies of rows there that have moved to other pages; they would survive their
/// removal (SQLite's `secure_delete` clears what is freed, not what has moved). So the part is cleared when a page is
/// written.
enum PageGap {
    /// Pages from which on other pages, which begin with the number of the next page, could be taken for those of
    /// trees: their first byte is then 2 or more, as the kind of a tree's page is. 128 gigabytes.
    static let maximumPages = 0x0200_0000
    /// Kind, first free block, number of cells, start of the cells, fragments; inner pages have a page number besides
    /// (SQLite's file format, section 1.6).
    private static let header = (leaf: 8, inner: 12)
    private static let fileHeader = 100

    /// Clears the part, if this is a page of a tree.
    static func clear(_ page: UnsafeMutableRawBufferPointer, isFirst: Bool) {
        let start = isFirst ? fileHeader : 0
        let size: Int
        switch page[start] {
        case 2, 5: size = header.inner
        case 10, 13: size = header.leaf
        default: return
        }
        let number = { (offset: Int) in Int(page[start + offset]) << 8 | Int(page[start + offset + 1]) }
        let end = start + size + 2 * number(3)
        let cells = number(5)
        guard end < cells, cells <= page.count - PageChecksum.size else { return }
        UnsafeMutableRawBufferPointer(rebasing: page[end..<cells]).initializeMemory(as: UInt8.self, repeating: 0)
    }
}
