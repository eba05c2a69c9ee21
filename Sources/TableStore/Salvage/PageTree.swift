/// Walks trees of a file's pages, and goes on beside pages that are damaged (sqlite.org/fileformat2.html, section 1.6).
struct PageTree {
    /// A row that a tree holds.
    struct Row {
        /// Its number; nil in trees whose rows are in the order of their keys.
        var number: Int?
        var record: StoredRecord
    }

    private enum Kind: UInt8 {
        case innerOfKeys = 2
        case innerOfNumbers = 5
        case leafOfKeys = 10
        case leafOfNumbers = 13

        var isInner: Bool { self == .innerOfKeys || self == .innerOfNumbers }
        var headerSize: Int { isInner ? 12 : 8 }
    }

    private static let deepest = 32
    /// Where a page's header is: after that of the file on the first page.
    private static let firstPageStart = TableFile.headerSize

    let pages: FilePages
    /// Pages that belong to a tree that was walked.
    private(set) var visited: Set<Int> = []
    /// Pages that a tree leads to and that cannot be read.
    private(set) var damaged: Set<Int> = []
    /// Rows of which a part lies on such a page.
    private(set) var brokenRows = 0

    init(_ pages: FilePages) { self.pages = pages }

    /// Runs `body` on the rows of a tree that can be read.
    mutating func walk(
        _ root: Int, depth: Int = 0, _ body: (Row) throws(SQLiteFault) -> Void
    ) throws(FileSalvage.Failure) {
        guard depth < Self.deepest, !visited.contains(root) else { return }
        guard let page = try read(root), let kind = Kind(rawValue: page[start(root)]) else {
            damaged.insert(root)
            return
        }
        visited.insert(root)
        for cell in cells(of: page, root, kind) {
            if kind.isInner { try walk(page.number(at: cell, bytes: 4), depth: depth + 1, body) }
            if let row = try row(page, cell, kind) {
                try FileSalvage.storage { () throws(SQLiteFault) in try body(row) }
            }
        }
        if kind.isInner { try walk(page.number(at: start(root) + 8, bytes: 4), depth: depth + 1, body) }
    }

    private func read(_ number: Int) throws(FileSalvage.Failure) -> [UInt8]? {
        try FileSalvage.file { () throws(StoreError) in try pages.page(number) }
    }

    private func start(_ page: Int) -> Int { page == 1 ? Self.firstPageStart : 0 }

    private func cells(of page: [UInt8], _ number: Int, _ kind: Kind) -> [Int] {
        let header = start(number)
        let count = min(page.number(at: header + 3, bytes: 2), FilePages.usable / 2)
        return (0..<count).map { page.number(at: header + kind.headerSize + 2 * $0, bytes: 2) }
    }

    // MARK: Rows

    /// The row of a cell; nil for one that only leads on, and for one that cannot be read.
    private mutating func row(
        _ page: [UInt8], _ cell: Int, _ kind: Kind
    ) throws(FileSalvage.Failure) -> Row? {
        guard kind != .innerOfNumbers else { return nil }
        var reader = VarintReader(page, at: kind == .innerOfKeys ? cell + 4 : cell)
        guard let size = reader.next(), size >= 0 else { return nil }
        var number: Int?
        if kind == .leafOfNumbers {
            number = reader.next()
            guard number != nil else { return nil }
        }
        let local = Self.localSize(size, isOfNumbers: kind == .leafOfNumbers)
        guard reader.offset + local <= FilePages.usable else { return nil }
        var payload = Array(page[reader.offset..<reader.offset + local])
        if local < size {
            let whole = try append(page.number(at: reader.offset + local, bytes: 4), upTo: size, &payload)
            guard whole else {
                brokenRows += 1
                return nil
            }
        }
        guard var record = StoredRecord(payload) else { return nil }
        if let number { record.setNumber(number) }
        return Row(number: number, record: record)
    }

    /// How many bytes of a row lie on its own page.
    private static func localSize(_ size: Int, isOfNumbers: Bool) -> Int {
        let usable = FilePages.usable
        let most = isOfNumbers ? usable - 35 : (usable - 12) * 64 / 255 - 23
        guard size > most else { return size }
        let least = (usable - 12) * 32 / 255 - 23
        let local = least + (size - least) % (usable - 4)
        return local <= most ? local : least
    }

    /// Adds the bytes of a row that lie on further pages; false when one of them cannot be read.
    private mutating func append(
        _ first: Int, upTo size: Int, _ payload: inout [UInt8]
    ) throws(FileSalvage.Failure) -> Bool {
        var next = first
        while payload.count < size {
            guard !visited.contains(next), let page = try read(next) else {
                if !visited.contains(next) { damaged.insert(next) }
                return false
            }
            visited.insert(next)
            payload += page[4..<min(FilePages.usable, 4 + size - payload.count)]
            next = page.number(at: 0, bytes: 4)
        }
        return true
    }

    // MARK: Pages without a tree

    /// The pages that hold nothing: of the list that the first page begins. Nil when a page of the list is damaged.
    func freePages() throws(StoreError) -> Set<Int>? {
        guard let first = try pages.page(1) else { return nil }
        var free: Set<Int> = []
        var trunk = first.number(at: 32, bytes: 4)
        while trunk != 0 {
            guard free.insert(trunk).inserted, let page = try pages.page(trunk) else { return nil }
            let count = min(page.number(at: 4, bytes: 4), FilePages.usable / 4 - 2)
            for place in 0..<count { free.insert(page.number(at: 8 + 4 * place, bytes: 4)) }
            trunk = page.number(at: 0, bytes: 4)
        }
        return free
    }

    /// The leaves of rows with numbers that no tree leads to any more, since a page above them is damaged.
    func lostLeaves(besides free: Set<Int>) throws(StoreError) -> [Int] {
        var leaves: [Int] = []
        for number in stride(from: 2, through: pages.count, by: 1)
        where !visited.contains(number) && !free.contains(number) {
            if let page = try pages.page(number), page[0] == Kind.leafOfNumbers.rawValue { leaves.append(number) }
        }
        return leaves
    }
}
