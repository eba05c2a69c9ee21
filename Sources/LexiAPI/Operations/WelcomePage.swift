import HTTPServer
import LexiConsole

/// The page at `/` (``Console``), which says what this is, shows how it does, and where to go.
enum WelcomePage {
    static let route = Route(
        .get, "/",
        RouteSummary("welcome", "operations", "A page for people: the service's state, its calls, and its keys."),
        access: .open, unknownParameters: .ignored, answers: [HTMLPage.declared]
    ) { _ in page }

    private static let page: Answer = {
        var answer = HTMLPage.answer(
            Console.page, policy: ContentSecurityPolicy.value(style: Console.style, script: Console.script))
        answer = answer.keptForAll
        return answer
    }()
}
