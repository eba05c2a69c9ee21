/// Makes pages again of which one bit was turned, by their checksums.
enum PageMending {
    /// The most damaged pages that are tried: each costs some hundredths of a second.
    private static let mostTried = 4_096

    /// Mends what can be mended of a file that nobody has open.
    ///
    /// - Returns: the pages that were made again.
    static func run(_ path: String) throws(StoreError) -> [Int] {
        let pages = try FilePages(path: path, writable: true)
        guard try carriesChecksums(pages) else { return [] }
        var mended: [Int] = []
        for number in try pages.damaged().prefix(mostTried) {
            let page = try pages.bytes(of: number)
            guard let whole = ByteMending.mended(bitOf: page, { PageChecksum.holds($0, number: number) }) else {
                continue
            }
            try pages.write(whole, to: number)
            mended.append(number)
        }
        return mended
    }

    /// Whether pages end with a checksum: those of the first version do not.
    static func carriesChecksums(_ pages: FilePages) throws(StoreError) -> Bool {
        // Damage of the first pages, or of the last, must not decide it: any page that is whole does.
        for number in stride(from: 1, through: pages.count, by: 1) where try pages.page(number) != nil { return true }
        return false
    }
}
