import HTTPServer

/// Pages for people who follow a link of the service in a browser.
enum HTMLPage {
    static let mediaType = "text/html; charset=utf-8"
    private static let style =
        "body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}"
    private static let policy = ContentSecurityPolicy.value(style: style)

    /// The answer that shows a page of text; anybody may keep it for a while.
    /// - Parameters: texts of the program, which are not escaped.
    static func answer(title: String, content: String) -> Answer {
        answer(text(title: title, content: content), policy: policy)
    }

    /// The answer that shows a whole page under a policy; anybody may keep it for a while.
    static func answer(_ page: String, policy: HTTPFieldValue) -> Answer {
        var answer = Answer.ok(Array(page.utf8)).taggedByContent
        answer.contentType = HTTPFieldValue(mediaType) ?? "text/html"
        answer.contentSecurityPolicy = policy
        answer.publicSeconds = OperationRoutes.publicSeconds
        return answer
    }

    /// The answer as the document describes it.
    static var declared: DeclaredAnswer {
        var declared = DeclaredAnswer.other(mediaType, "The page.")
        declared.hasTag = true
        return declared
    }

    private static func text(title: String, content: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>\(title)</title>
        <style>\(style)</style>
        <h1>\(title)</h1>
        \(content)
        </html>

        """
    }
}
