import HTTPServer

extension Route {
    /// Every problem that the route can answer with: what follows from its declaration, and what it names itself.
    var possibleProblems: [ProblemType] {
        // A body that the call does not take is ignored while it is small.
        var types: [ProblemType] = [.badParameter, .contentTooLarge, .requestTimeout]
        if query.contains(where: { if case .cursor = $0.kind { true } else { false } }) { types.append(.badCursor) }
        if body != nil {
            types += [.malformedRequest, .malformedJSON, .unsupportedMediaType, .invalidFields]
        }
        types += method == .get ? [.malformedRequest, .stale] : [.unsupportedPrecondition]
        if precondition == .ifMatch { types += [.malformedRequest, .preconditionRequired, .stale] }
        switch access {
        // With a limit of addresses; monitors are not kept out.
        case .open: types += OperationRoutes.isForMonitors(Array(path.utf8)[...]) ? [] : [.tooManyRequests]
        case .subject: types += [.unauthorized, .deactivated, .beingErased, .forbidden, .tooManyRequests]
        case .account: types += [.unauthorized, .notRegistered, .beingErased, .forbidden, .tooManyRequests]
        case .closing: types += [.unauthorized, .notRegistered, .forbidden, .tooManyRequests]
        case .user, .admin:
            types += [.unauthorized, .notRegistered, .deactivated, .beingErased, .forbidden, .tooManyRequests]
        case .userOrService: types += [.unauthorized, .notRegistered, .deactivated, .beingErased, .tooManyRequests]
        case .service: types += [.unauthorized, .insufficientScope, .tooManyRequests]
        }
        if replay != nil { types += [.malformedRequest, .idempotencyKeyInUse, .idempotencyKeyReused] }
        if path.utf8.contains(UInt8(ascii: "{")) { types.append(.notFound) }
        types += problems + [.internalError, .unavailable]
        if method != .get { types.append(.outcomeUnknown) }
        return types.reduce(into: []) { unique, type in if !unique.contains(type) { unique.append(type) } }
    }
}
