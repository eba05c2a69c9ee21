extension ProblemType {
    /// What a developer whose program met the problem can do about it, for the page that its `type` leads to. Plain
    /// HTML.
    var advice: String {
        switch self {
        case .malformedRequest: "Correct the request line or the header field that the detail names."
        case .malformedJSON:
            "Send a JSON text in UTF-8 with distinct names; the detail says at which byte it goes wrong."
        case .badParameter: "Each call takes the query parameters that its description lists, each once."
        case .badCursor: "Send a <code>next_cursor</code> as it came, with the same filters and the same user."
        case .cursorExpired: "Read everything again: call without a cursor, and forget what is not listed."
        case .unsupportedPrecondition: "Leave the precondition out: the write would not be held to it."
        case .unauthorized: "Send <code>Authorization: Bearer</code> with a token that has not expired."
        case .notRegistered: "Register the token's subject with <code>POST /v1/users</code> first."
        case .emailNotVerified: "Verify the address with the identity provider, then fetch a new token."
        case .deactivated: "Only reading the own account still works; an admin can activate it again."
        case .beingErased:
            "Wait until nothing is left of the account; then the subject and the address can register again."
        case .forbidden: "The call is for another role, or for services."
        case .insufficientScope: "The call is for services, whose tokens have the scope <code>lexi/service</code>."
        case .notFound: "The path is wrong, or the resource belongs to somebody else or has been deleted."
        case .methodNotAllowed: "The header field <code>Allow</code> lists the methods that work."
        case .requestTimeout: "Send the whole request without long pauses."
        case .alreadyRegistered: "Go on with <code>GET /v1/me</code>."
        case .duplicateEmail: "Each address belongs to one account; sign in as its owner."
        case .duplicateWord: "The member <code>flashcard_id</code> names the card that has the word."
        case .duplicateScenario: "Choose another <code>scenario_id</code>."
        case .reviewConflict: "A review's id is used once: make a new one for another review."
        case .idempotencyKeyInUse: "Send it again after <code>Retry-After</code>: it is answered as the first is."
        case .idempotencyKeyReused: "Give each request a separate key; send a key again only with the same request."
        case .ownRights: "Ask another admin, so that there is always one left."
        case .lastAdmin: "Make another user an admin first; the operator can with <code>lexi user promote</code>."
        case .wrongState: "Read the resource; its <code>status</code> says which calls it takes."
        case .stale: "Read the resource again, and repeat the change with its new <code>ETag</code>."
        case .contentTooLarge: "Send less in one call."
        case .uriTooLong: "Shorten the path or the query."
        case .unsupportedMediaType:
            "Send the media type and coding that the call's description names; the answer's <code>Accept-…</code> "
                + "fields list them."
        case .expectationFailed: "Leave out the header field <code>Expect</code>, or send <code>100-continue</code>."
        case .invalidFields: "The member <code>errors</code> lists every wrong field and what is wrong with it."
        case .preconditionRequired: "Send <code>If-Match</code> with the <code>ETag</code> of what you have read."
        case .tooManyRequests: "Wait as long as <code>Retry-After</code> says."
        case .headerTooLarge: "Send fewer or shorter header fields."
        case .limitReached: "The detail names the limit; nothing was changed."
        case .internalError: "The log of the service says more under the <code>request_id</code>."
        case .outcomeUnknown: "Read the resource before you repeat the change."
        case .notImplemented: "Use one of HTTP's usual methods and codings."
        case .unavailable: "Nothing was done. Repeat the request after <code>Retry-After</code>."
        case .versionNotSupported: "Speak HTTP/1.1."
        }
    }
}
