import Lexi

/// Every call of the API. A call that is not here is answered with 404 or 405.
enum Routes {
    static let resources: [Route] =
        me + account + flashcards + cardFiles + sync + sessions + scenarios + adminUsers + audit + adminScenarios
        + explorer
        + forServices
}
