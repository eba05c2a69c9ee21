import HTTPServer
import JSONText

/// Writes the OpenAPI 3.1 document from the routes themselves, so that it cannot differ from what the router does.
struct OpenAPI {
    let routes: [Route]
    let components: [(name: String, schema: Schema)]
    let version: String

    static let introduction = """
        Lexi keeps the words, reviews and role-play sessions of people who learn English. Lists are \
        `{"items": [...], "next_cursor": "..."}`; errors are problem details (RFC 9457); `PATCH` is JSON Merge Patch \
        (RFC 7396) under `If-Match`. While the table cannot be reached the answer is 503 with `Retry-After`: the problem \
        `unavailable` says that nothing was done, and `outcome-unknown` that a change may have been made. It does \
        no harm to repeat a `PATCH`, a `DELETE`, or a call with an `If-Match` after either; before you repeat a `POST` \
        without an `Idempotency-Key`, read whether the first one was carried out. The calls of the group `app`, at the \
        root, are those of the real app: they answer in its envelope, accept input that the other calls refuse, and \
        register the bearer of a token on the first call.
        """

    private static let token = """
        An access token: signed with the secret that the service shares with its issuer (HS256), or by an identity \
        provider that the service knows (RS256, ES256). Services need the scope lexi/service.
        """

    /// OpenAPI 3.1, built from the routes that the server itself matches.
    var document: JSONValue {
        var paths: JSONObject = [:]
        for route in routes {
            var operations = paths[route.path]?.objectValue ?? pathItem(route.path)
            operations[route.method.description.lowercased()] = operation(route)
            paths[route.path] = .object(operations)
        }
        var schemas: JSONObject = [:]
        for component in components { schemas[component.name] = component.schema.document }
        for form in routes.compactMap(\.body) { schemas[form.name] = form.schema.document }
        return [
            "openapi": "3.1.0",
            "info": ["title": "Lexi", "version": .string(version), "description": .string(Self.introduction)],
            "servers": [["url": "/"]],
            "paths": .object(paths),
            "components": [
                "schemas": .object(schemas),
                "securitySchemes": [
                    "bearer": [
                        "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                        "description": .string(Self.token),
                    ]
                ],
            ],
        ]
    }

    /// What all methods of a path have in common: its parameters.
    private func pathItem(_ path: String) -> JSONObject {
        let names = path.split(separator: "/").filter { $0.hasPrefix("{") }.map { $0.dropFirst().dropLast() }
        guard !names.isEmpty else { return [:] }
        let parameters = names.map { name -> JSONValue in
            ["name": .string(String(name)), "in": "path", "required": true, "schema": ["type": "string"]]
        }
        return ["parameters": .array(parameters)]
    }

    private func operation(_ route: Route) -> JSONValue {
        var operation: JSONObject = [
            "operationId": .string(route.summary.id), "tags": [.string(route.summary.tag)],
            "summary": .string(route.summary.text),
        ]
        if let words = accessDescription(route.access) { operation["description"] = .string(words) }
        operation["security"] = route.access == .open ? [] : [["bearer": []]]
        let parameters = route.query.map(\.document) + conditionParameters(route)
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        if let body = route.body { operation["requestBody"] = requestBody(body) }
        operation["responses"] = responses(route)
        return .object(operation)
    }

    private func accessDescription(_ access: Access) -> String? {
        switch access {
        case .open: nil
        case .subject: "For any valid token of a person."
        case .account: "For registered users, deactivated ones too."
        case .closing: "For registered users, deactivated ones too; also while the account is being erased."
        case .user: "For registered users who are active."
        case .admin: "For users with the role ADMIN."
        case .service: "For services (scope lexi/service)."
        case .userOrService: "For registered users who are active, and for services (scope lexi/service)."
        }
    }

    private func conditionParameters(_ route: Route) -> [JSONValue] {
        if route.replay != nil {
            return [
                header(
                    "Idempotency-Key", required: false,
                    "A text of the client's choice: a request that is sent again with it is answered as before, for 24 hours."
                )
            ]
        }
        if route.precondition == .ifMatch {
            return [header("If-Match", required: true, "The ETag of the state that the caller has seen, or `*`.")]
        }
        if route.method == .get, route.answers.contains(where: \.hasTag) {
            return [
                header(
                    "If-None-Match", required: false,
                    "The ETag of the state that the caller holds: 304 when it is still the current one."),
                header(
                    "If-Match", required: false,
                    "The ETag of the state that the caller wants: 412 when another is current."),
            ]
        }
        return []
    }

    private func header(_ name: String, required: Bool, _ description: String) -> JSONValue {
        [
            "name": .string(name), "in": "header", "required": .bool(required), "description": .string(description),
            "schema": ["type": "string"],
        ]
    }

    private func requestBody(_ form: BodyForm) -> JSONValue {
        // By name: two inline schemas of one body would get one name in generated clients.
        let media: JSONValue = ["schema": Schema.component(form.name).document]
        var content: JSONObject = ["application/json": media]
        if form.isPatch { content["application/merge-patch+json"] = media }
        for type in form.otherTypes { content[type] = ["schema": Schema.component("File").document] }
        return ["required": .bool(!form.isOptional), "content": .object(content)]
    }

    private func responses(_ route: Route) -> JSONValue {
        var responses: JSONObject = [:]
        for answer in route.answers { responses[String(answer.status.code)] = response(answer) }
        if route.method == .get, route.answers.contains(where: \.hasTag) {
            responses["304"] = ["description": "The caller holds this state."]
        }
        var byStatus: [(code: UInt16, types: [ProblemType])] = []
        for type in route.possibleProblems {
            if let index = byStatus.firstIndex(where: { $0.code == type.status.code }) {
                byStatus[index].types.append(type)
            } else {
                byStatus.append((type.status.code, [type]))
            }
        }
        for (code, types) in byStatus.sorted(by: { $0.code < $1.code }) {
            responses[String(code)] = problemResponse(types, route.dialect)
        }
        return .object(responses)
    }

    private func response(_ answer: DeclaredAnswer) -> JSONValue {
        var response: JSONObject = ["description": .string(answer.description)]
        var headers: JSONObject = ["X-Request-Id": textHeader("The request's name in the log.")]
        if answer.hasTag { headers["ETag"] = textHeader("The tag of this state.") }
        if answer.hasLocation { headers["Location"] = textHeader("Where the resource is.") }
        response["headers"] = .object(headers)
        if let schema = answer.schema {
            var content: JSONObject = [answer.mediaType: ["schema": schema.document]]
            for type in answer.otherTypes { content[type] = ["schema": Schema.component("File").document] }
            response["content"] = .object(content)
        }
        return .object(response)
    }

    private func textHeader(_ description: String) -> JSONValue {
        ["description": .string(description), "schema": ["type": "string"]]
    }

    private func problemResponse(_ types: [ProblemType], _ dialect: Dialect) -> JSONValue {
        let isOfApp = dialect == .app
        let words = types.map { isOfApp ? $0.title : "`\($0.reference)`: \($0.title)" }
        let schema = Schema.component(isOfApp ? "AppFailure" : "Problem").document
        var response: JSONObject = [
            "description": .string(words.joined(separator: " ")),
            "content": [isOfApp ? "application/json" : "application/problem+json": ["schema": schema]],
        ]
        if types.allSatisfy(\.saysWhenToRetry) {
            response["headers"] = ["Retry-After": textHeader("Seconds after which the call may be sent again.")]
        }
        return .object(response)
    }
}
