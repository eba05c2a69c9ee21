import CardFormats

/// What a call says about the file that it imports.
struct CardFileOptions {
    let deck: String?
    let fields: FieldChoice?
    let isNew: Bool

    init(_ query: QueryValues) throws(Problem) {
        deck = query.text("deck")
        isNew = query.text("schedule") != nil
        guard let text = query.text("fields") else {
            fields = nil
            return
        }
        do { fields = try FieldChoice(text) } catch {
            guard case .malformed(let why) = error else { throw Problem(error) }
            throw .badParameter("fields", why)
        }
    }
}
