import Glibc

@testable import CardFormats

/// Makes packages of Anki whose collections a test writes in SQL: what other programs write, and what nobody should.
enum PackageMaker {
    /// The tables that are read, with one kind of note.
    static let tables = """
        CREATE TABLE col (id integer PRIMARY KEY, crt integer, models text, decks text);
        CREATE TABLE notes (id integer PRIMARY KEY, mid integer, tags text, flds text);
        CREATE TABLE cards (id integer PRIMARY KEY, nid integer, did integer, odid integer DEFAULT 0, ord integer DEFAULT 0, \
        type integer DEFAULT 0, queue integer DEFAULT 0, due integer DEFAULT 0, odue integer DEFAULT 0, \
        ivl integer DEFAULT 0, factor integer DEFAULT 0, reps integer DEFAULT 0, lapses integer DEFAULT 0);
        CREATE TABLE revlog (id integer PRIMARY KEY, cid integer, ease integer, ivl integer, factor integer, type integer);
        INSERT INTO col VALUES (1, 1400000000, '{"7":{"flds":[{"name":"Front"},{"name":"Back"}]}}', \
        '{"1":{"name":"Deck"}}');
        """

    /// Numbers from 1 to `count`, as a table `n` with the column `i`.
    static func numbers(_ count: Int) -> String {
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT \(count))"
    }

    /// Some notes with one card each.
    static func cards(_ count: Int) -> String {
        """
        INSERT INTO notes \(numbers(count)) SELECT i, 7, '', 'word ' || i || char(31) || 'x' FROM n;
        INSERT INTO cards (id, nid, did) SELECT id, id, 1 FROM notes;
        """
    }

    /// A collection in a file, open for reading.
    static func collection(_ sql: String..., kilosteps: Int = CardFormatLimits.kilosteps) throws -> CollectionFile {
        let file = try written(sql)
        try file.openForReading(kilosteps: kilosteps)
        return file
    }

    /// A package.
    static func package(_ sql: String...) throws -> [UInt8] {
        let file = try written(sql)
        var (zip, bytes, offset) = (ZipWriter(), [UInt8](), 0)
        bytes += zip.begin("collection.anki2")
        while true {
            let piece = file.read(at: offset, 64 * 1024)
            if piece.isEmpty { break }
            offset += piece.count
            bytes += zip.next(piece)
        }
        return bytes + zip.endEntry() + zip.end()
    }

    private static func written(_ sql: [String]) throws -> CollectionFile {
        let file = try CollectionFile(in: folder)
        try file.openForWriting()
        for sql in sql { try file.execute(sql) }
        try file.finishWriting()
        return file
    }

    static var folder: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

    /// All rows of a package.
    static func rows(_ bytes: [UInt8], _ choice: AnkiPackage.Choice = .init()) throws -> [CardRow] {
        let package = try AnkiPackage(bytes, choice, temporaryFolder: folder)
        var rows: [CardRow] = []
        while let row = try package.next() { rows.append(row) }
        return rows
    }
}
