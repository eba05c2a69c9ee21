import JSONText
import Lexi
import LexiUseCases

/// What became of the rows of a file, as it is answered: about a hundred bytes a row that is listed.
struct ImportReport {
    private let listsAll: Bool
    private var imported = 0
    private var duplicates = 0
    private var rejected = 0
    private var rows = JSONWriter()

    init(listsAll: Bool) {
        self.listsAll = listsAll
        rows.beginArray()
    }

    mutating func note(_ row: Int, _ outcome: CardImport.Outcome) {
        switch outcome {
        case .imported(let id):
            imported += 1
            if listsAll { list(row, "imported", id, nil) }
        case .duplicate(let id):
            duplicates += 1
            list(row, "duplicate", id, "the word is saved already")
        case .rejected(let reason):
            rejected += 1
            list(row, "rejected", nil, reason)
        }
    }

    private mutating func list(_ row: Int, _ status: String, _ id: FlashcardID?, _ reason: String?) {
        rows.beginObject()
        rows.member("row", row)
        rows.member("status", status)
        if let id { rows.member("flashcard_id", id.text) }
        if let reason { rows.member("reason", reason) }
        rows.endObject()
    }

    var json: [UInt8] {
        var rows = rows
        rows.endArray()
        var json = JSONWriter(capacity: rows.bytes.count + 100)
        json.beginObject()
        json.member("imported", imported)
        json.member("duplicates", duplicates)
        json.member("rejected", rejected)
        json.name("rows")
        json.raw(rows.bytes)
        json.endObject()
        return json.line
    }
}

extension Resources {
    static let cardFileComponents: [(name: String, schema: Schema)] = [
        (
            "ImportReport",
            .object([
                .required("imported", count), .required("duplicates", count), .required("rejected", count),
                .required(
                    "rows",
                    .array(
                        .object([
                            .required("row", count.described("The number of the card in the file, from 1.")),
                            .required("status", .oneOf(["imported", "duplicate", "rejected"])),
                            .optional("flashcard_id", id.described("The card that has the word.")),
                            .optional("reason", .text().described("Why it was not imported.")),
                        ])
                    ).described("The rows that were not imported; with `report=all` all rows.")),
            ])
        ),
        ("CardExport", .object([.required("flashcards", .array(.any))])),
    ]
}
