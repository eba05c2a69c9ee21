import CardFormats
import HTTPServer
import Lexi
import LexiUseCases

extension Routes {
    /// Cards from files and into files.
    static let cardFiles: [Route] = [importCards, exportCards]

    private static let importOptions = [
        QueryParameter(
            name: "report", kind: .choice(["all"]),
            description: "`all`: `rows` also lists the cards that were imported."),
        QueryParameter(
            name: "schedule", kind: .choice(["new"]), description: "`new`: cards come new, without schedule and log."),
        QueryParameter(
            name: "deck", kind: .text(1...500),
            description: "Of a package: the deck that is taken, with those below it; all when left out."),
        QueryParameter(
            name: "fields", kind: .text(1...1_000),
            description: "Which field or column becomes which of a card: `word:Front,translation_vi:Back`."),
    ]

    private static let importCards = Route(
        .post, "/v1/flashcards/import",
        RouteSummary(
            "importFlashcards", "flashcards",
            "Saves the cards of a file: JSON, comma- or tab-separated text, or a package of Anki."),
        access: .user, query: importOptions, body: FlashcardForms.file,
        answers: [.ok(.component("ImportReport"))], problems: [.invalidFields, .malformedRequest],
        replay: { call, kept in
            guard case .cards(let start, let duplicates) = kept, let idempotent = call.idempotent else {
                throw Problem.notFound("import")
            }
            var call = call
            try call.readContent(importOptions, .refused, FlashcardForms.file)
            let importing = try call.flashcards.importing
            return try await report(call) { next, note in
                try importing.repeated(next, of: idempotent, since: start, duplicates: duplicates, note)
            }
        }
    ) { call in
        let importing = try call.flashcards.importing
        return try await report(call) { next, note in try await importing.run(next, note) }
    }

    /// Reads the file of a call and reports what becomes of its rows.
    private static func report(
        _ call: Call, _ run: (CardImport.Rows, (Int, CardImport.Outcome) -> Void) async throws -> Void
    ) async throws -> Answer {
        guard let (type, bytes) = call.body.other else { throw Problem(.unsupportedMediaType, "The body has no type.") }
        let place = try call.context.cardFiles.enter()
        defer { withExtendedLifetime(place) {} }
        var report = ImportReport(listsAll: call.query.text("report") != nil)
        do {
            let file = try CardFile(bytes, type: type, try CardFileOptions(call.query))
            try await run(file.next) { report.note($0, $1) }
        } catch let error as CardFormatError { throw Problem(error) }
        return .ok(report.json)
    }

    private static let exportCards = Route(
        .get, "/v1/flashcards/export",
        RouteSummary(
            "exportFlashcards", "flashcards",
            "All cards of the caller as a file; an import of the JSON form makes the same cards, schedules and logs."),
        access: .user,
        query: [
            QueryParameter(
                name: "format", kind: .choice(CardExportForm.allCases.map(\.rawValue)),
                description: "`json` when left out; `csv` and `tsv` for tables, `apkg` for Anki.")
        ],
        answers: [
            DeclaredAnswer(
                status: .ok, description: "The file.", schema: .component("CardExport"),
                otherTypes: CardExportForm.allCases.dropFirst().map(\.mediaType))
        ]
    ) { call in
        let form = call.query.text("format").flatMap { CardExportForm(rawValue: $0) } ?? .json
        let export = CardExport(form, try call.flashcards.contents, now: call.now)
        // A package is in work until it is sent; of the other forms a piece is made when there is room for it.
        let place = form == .apkg ? try call.context.cardPackages.enter() : nil
        var answer = Answer.streamed(tag: nil, on: call.context.cardFileThreads) { write in
            defer { withExtendedLifetime(place) {} }
            try await export.forEachPiece(write)
        }
        answer.contentType = HTTPFieldValue(form.mediaType) ?? Answer.json
        return answer
    }
}
