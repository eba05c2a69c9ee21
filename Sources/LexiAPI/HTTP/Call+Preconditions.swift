import HTTPServer

extension Call {
    /// Carries out the preconditions of a write, or refuses those that the route does not take (RFC 9110, section
    /// 13.1).
    ///
    /// - Parameter tag: the tag of the entity that the path names.
    /// - Throws: `Problem`: 428 or 412 for `If-Match`, 400 for a precondition that would not be carried out.
    func checkPreconditions(_ method: HTTPMethod, _ declared: Precondition, _ tag: EntityTag?) throws(Problem) {
        // Reading changes nothing: the answer's tag decides once it is known (`Answer.isHeld`).
        guard method != .get else { return }
        if request.headers.contains("if-none-match") { throw .unsupportedPrecondition("If-None-Match") }
        if request.headers.contains("if-unmodified-since") { throw .unsupportedPrecondition("If-Unmodified-Since") }
        let condition = try EntityTagCondition("if-match", in: request.headers)
        switch declared {
        case .ifMatch: try check(condition, tag)
        // The entity that the path names is there by now, and `*` asks for no more.
        case .none: if let condition, condition != .any { throw .unsupportedPrecondition("If-Match") }
        }
    }

    /// Holds `If-Match` against the tag of the entity (RFC 9110, section 13.1.1).
    private func check(_ condition: EntityTagCondition?, _ tag: EntityTag?) throws(Problem) {
        guard let condition else {
            throw Problem(.preconditionRequired, "Send If-Match with the ETag of the state that you have seen.")
        }
        guard let tag, condition.permitsWriting(tag) else { throw .stale }
    }

    /// The version that a write must find: that of the entity which met `If-Match`, or any for `*`.
    func expected(_ version: Int) -> Int? {
        EntityTagCondition(request.headers.all("if-match")) == .any ? nil : version
    }
}

extension EntityTagCondition {
    /// The condition in the fields of this name, which is in lower case; nil when there is no such field.
    /// - Throws: `Problem`: 400 when it is malformed.
    init?(_ name: StaticString, in headers: HTTPHeaders) throws(Problem) {
        let fields = headers.all(name)
        guard !fields.isEmpty else { return nil }
        guard let condition = EntityTagCondition(fields) else {
            throw Problem(.malformedRequest, "The header field \(name) is malformed.")
        }
        self = condition
    }
}

extension Answer {
    /// Holds an answer that was read against the request's conditions: whether the client holds it already (304).
    ///
    /// - Throws: `Problem`: 412 when `If-Match` names another state (RFC 9110, section 13.1.1), 400 when one is
    ///   malformed.
    func isHeld(by request: HTTPRequest) throws(Problem) -> Bool {
        guard request.method == .get || request.method == .head, status == .ok else { return false }
        if request.headers.contains("if-match"), let condition = try EntityTagCondition("if-match", in: request.headers)
        {
            guard condition.matchesStrongly(tag) else { throw .stale }
        }
        guard request.headers.contains("if-none-match"),
            let condition = try EntityTagCondition("if-none-match", in: request.headers)
        else { return false }
        return condition.matchesWeakly(tag)
    }
}
