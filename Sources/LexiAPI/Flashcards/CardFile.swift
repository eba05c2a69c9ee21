import CardFormats
import FoundationEssentials
import Lexi
import LexiUseCases

/// A file of cards that is read a row at a time, whatever its form.
struct CardFile {
    /// Media types besides JSON, in lower case.
    static let otherTypes = [
        "text/csv", "text/tab-separated-values", "application/apkg", "application/octet-stream",
    ]

    /// Reads the next row.
    let next: () throws(CardFormatError) -> CardRow?

    /// Reads what stands before the rows.
    ///
    /// - Throws: `CardFormatError`; `Problem` for other members of a JSON text and for too many cards.
    init(_ bytes: [UInt8], type: String, _ options: CardFileOptions) throws {
        let limit = CardImport.maximumCards
        switch type {
        case "application/json":
            var list = try CardList(bytes, isNew: options.isNew, limit: limit)
            try Self.check(list)
            try Self.check(list.count)
            next = { () throws(CardFormatError) in list.next() }
        case "text/csv", "text/tab-separated-values":
            let form: CardTable.Form = type == "text/csv" ? .csv : .tsv
            var table = try CardTable(bytes, form, fields: options.fields, isNew: options.isNew)
            try Self.check(table.count(upTo: limit))
            next = { () throws(CardFormatError) in table.next() }
        default:
            let package = try AnkiPackage(
                bytes,
                AnkiPackage.Choice(deck: options.deck, fields: options.fields, isNew: options.isNew),
                temporaryFolder: Self.temporaryFolder)
            try Self.check(package.count)
            next = { () throws(CardFormatError) in try package.next() }
        }
    }

    /// Where collections of packages stand while they are read and written.
    static var temporaryFolder: String { FileManager.default.temporaryDirectory.path }

    private static func check(_ list: CardList) throws(Problem) {
        var errors = FieldErrors()
        for name in list.unknownMembers { errors.add("/" + name.pointerToken, "is not a field of this resource") }
        if !list.hasList { errors.add("/flashcards", "must be a list of cards") }
        if list.count > CardImport.maximumCards { errors.add("/flashcards", tooMany) }
        guard errors.isEmpty else { throw .invalid(errors.errors) }
    }

    private static func check(_ count: Int) throws(Problem) {
        guard count <= CardImport.maximumCards else { throw .invalid("", tooMany) }
    }

    private static let tooMany = "must have at most \(CardImport.maximumCards) cards"
}

extension String {
    /// The text as a token of a JSON Pointer (RFC 6901, section 3).
    fileprivate var pointerToken: String { replacing("~", with: "~0").replacing("/", with: "~1") }
}

extension Problem {
    /// What is wrong with a file of cards.
    init(_ error: CardFormatError) {
        switch error {
        case .malformed(let why): self.init(.malformedRequest, "The file cannot be read: \(why).")
        case .unsupported(let why): self.init(.malformedRequest, "The file is not read: \(why).")
        case .tooLarge(let what): self.init(.contentTooLarge, "The file is too large: \(what).")
        case .unknownDeck: self = .invalid("/deck", "is not a deck of the package")
        case .unknownField(let name):
            self = .invalid("/fields", "names a field that is not there: '\(name.prefix(100))'")
        }
    }
}
