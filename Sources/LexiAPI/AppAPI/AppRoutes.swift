import HTTPServer
import JSONText
import Lexi

/// The real app's own calls, at the root: the second table of routes over the same use cases.
///
/// The app joins its base URL and a path, sends `Content-Type: application/json` with everything, reads an envelope,
/// and shows `message` to learners. So these calls take what `/v1` refuses (unknown members and parameters, empty
/// segments at the start of a path, a token without the word Bearer), write without preconditions, and register the
/// bearer of a token on the first call.
enum AppRoutes {
    /// The group of these calls in the OpenAPI document.
    static let tag = "app"

    static let all: [Route] = profile + flashcards + sessions + scenarios + vocabulary + admin

    private static let roots = ["profile", "onboarding", "flashcards", "sessions", "scenarios", "vocabulary", "admin"]

    /// Whether a path, without the slash at its start, is one of the dictionary's calls.
    static func isOfVocabulary(_ path: ArraySlice<UInt8>) -> Bool { path.starts(with: "vocabulary/".utf8) }

    /// Whether a path, without the slash at its start, lies among these calls.
    static func own(_ path: ArraySlice<UInt8>) -> Bool {
        let root = path.prefix { $0 != UInt8(ascii: "/") }
        // No shorter name is among them, so that paths of /v1 are recognized at once.
        return root.count > 4 && roots.contains { root.elementsEqual($0.utf8) }
    }
}

extension Route {
    /// One of the app's calls.
    ///
    /// - Parameters:
    ///   - id: its name in generated clients, without the mark of the group.
    ///   - query: the parameters that count; their values are texts.
    ///   - showsStatistics: whether the answer has some of the user's statistics.
    ///   - data: what `data` holds.
    init(
        app method: HTTPMethod, _ path: String, _ id: String, _ text: String, access: Access = .user,
        query: [String] = [], body: BodyForm? = nil, showsStatistics: Bool = false, status: HTTPStatus = .ok,
        data: Schema, problems: [ProblemType] = [], handle: @escaping @Sendable (Call) async throws -> Answer
    ) {
        let parameters = query.map {
            QueryParameter(name: $0, kind: .text(0...CursorCodec.maximumByteCount), description: "As the app sends it.")
        }
        let answer = DeclaredAnswer(
            status: status, description: status == .created ? "Made." : "Done.", schema: AppEnvelope.schema(of: data))
        self.init(
            method, path, RouteSummary("app" + id, AppRoutes.tag, text), access: access, query: parameters,
            unknownParameters: .ignored, body: body, dialect: .app,
            reading: CallerReading(wantsStatistics: showsStatistics, registers: access != .open),
            answers: [answer],
            problems: problems + (access == .open ? [] : [.duplicateEmail]), handle: handle)
    }
}

extension Call {
    /// The part of a list that the app asks for: a limit out of range is brought into it.
    func appPage() throws(Problem) -> PageRequest {
        let limit = query.text("limit").flatMap { Int($0) } ?? QueryParameter.defaultLimit
        let keys = [query.text("last_key"), query.text("cursor")]
        return try page(limit: min(max(limit, 1), 100), after: keys.compactMap(\.self).first { !$0.isEmpty })
    }
}
