import HTTPServer
import Lexi

/// The query parameters of a request, checked against what the route declares.
struct QueryValues: Sendable {
    private var values: [(name: String, raw: [UInt8], value: QueryValue)] = []

    init() {}

    /// - Throws: `Problem`: 400 that names the parameter which is unknown, repeated or malformed.
    init(_ query: ArraySlice<UInt8>?, _ declared: [QueryParameter], _ unknown: UnknownParameters = .refused)
        throws(Problem)
    {
        guard let query, !query.isEmpty else { return }
        guard let items = HTTPQuery(query)?.items else {
            if unknown == .ignored { return }
            throw Problem(.badParameter, "The query string has a malformed percent-escape.")
        }
        for item in items {
            guard let parameter = declared.first(where: { $0.name.utf8.elementsEqual(item.name) }) else {
                if unknown == .ignored { continue }
                throw .badParameter(String(decoding: item.name, as: UTF8.self), "is not one of this call")
            }
            guard !values.contains(where: { $0.name == parameter.name }) else {
                throw .badParameter(parameter.name, "is repeated")
            }
            values.append((parameter.name, item.value, try parameter.read(item.value)))
        }
    }

    private func value(_ name: String) -> QueryValue? { values.first { $0.name == name }?.value }

    /// A text, a choice or a cursor.
    func text(_ name: String) -> String? {
        if case .text(let text)? = value(name) { text } else { nil }
    }

    /// A text that the call needs.
    ///
    /// - Throws: `Problem`: 400 that names the parameter when it is not there.
    func required(_ name: String) throws(Problem) -> String {
        guard let text = text(name) else { throw .badParameter(name, "is missing") }
        return text
    }

    /// A truth value.
    func boolean(_ name: String) -> Bool? {
        if case .boolean(let flag)? = value(name) { flag } else { nil }
    }

    /// Nil when the parameter was left out: a value of another kind was refused before.
    func day(_ name: String) -> LocalDay? {
        if case .day(let day)? = value(name) { day } else { nil }
    }

    /// Nil when the parameter was left out: a value of another kind was refused before.
    func integer(_ name: String) -> Int? {
        if case .integer(let number)? = value(name) { number } else { nil }
    }

    /// A moment.
    func time(_ name: String) -> Timestamp? {
        if case .time(let moment)? = value(name) { moment } else { nil }
    }

    /// How many items the page may hold.
    var limit: Int {
        if case .integer(let limit)? = value("limit") { limit } else { QueryParameter.defaultLimit }
    }

    /// What a cursor is bound to besides caller and route: every other parameter.
    var filters: [(name: String, value: [UInt8])] {
        values.filter { !["cursor", "last_key", "limit"].contains($0.name) }
            .map { ($0.name, $0.raw) }
            .sorted { $0.name < $1.name }
    }

    /// Refuses filters that exclude each other.
    func atMostOne(of names: [String]) throws(Problem) {
        let given = names.filter { value($0) != nil }
        guard given.count < 2 else {
            throw .badParameter(given[1], "cannot be combined with \(Quoted(given[0]))")
        }
    }
}
