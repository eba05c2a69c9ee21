import HTTPServer
import JSONText
import Lexi
import TestSupport
import Testing

@testable import LexiAPI

/// Every route × every kind of caller, made from the table of routes: a new route is in the matrix by itself.
@Suite(.tables) struct OwnershipTests {
    private struct World {
        let api: TestAPI
        let owner: String
        let ids: [String: String]
    }

    /// A learner with a card and a session, and a scenario.
    private func world() async throws -> World {
        let api = try await TestAPI()
        let admin = try await api.admin()
        #expect(try await api.call("POST", "/v1/admin/scenarios", admin, body: SessionAPITests.cafe).status == 201)
        let owner = try await api.register("owner")
        let user = try await api.call("GET", "/v1/me", owner).json["user_id"]?.stringValue
        let card = try await api.card(owner, "mine")["flashcard_id"]?.stringValue
        let session = try await api.call(
            "POST", "/v1/sessions", owner, body: #"{"scenario_id":"cafe","learner_role":"guest"}"#)
        let ids = [
            "user_id": try #require(user), "name": "not-found", "flashcard_id": try #require(card),
            "scenario_id": "cafe", "review_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "session_id": try #require(session.json["session_id"]?.stringValue),
        ]
        return World(api: api, owner: owner, ids: ids)
    }

    private func target(_ route: Route, _ ids: [String: String]) throws -> String {
        try route.path.split(separator: "/", omittingEmptySubsequences: false).map { segment in
            guard segment.hasPrefix("{") else { return String(segment) }
            return try #require(ids[String(segment.dropFirst().dropLast())], "no id for \(segment)")
        }.joined(separator: "/")
    }

    private func call(_ world: World, _ route: Route, _ token: String?) async throws -> Reply {
        let headers = route.precondition == .ifMatch ? [("If-Match", "*")] : []
        // An unknown member: who gets as far as the content changes nothing, and is answered with 422.
        let body = route.body == nil ? nil : #"{"no_such_field":1}"#
        return try await world.api.call(
            route.method.description, try target(route, world.ids), token, body: body, headers: headers)
    }

    /// Whether the path names something that belongs to a user.
    private func isOwned(_ route: Route) -> Bool {
        route.path.contains("{flashcard_id}") || route.path.contains("{session_id}")
    }

    /// Nobody without a token gets further than the open routes.
    @Test func withoutAToken() async throws {
        let world = try await world()
        for route in world.api.routes {
            let reply = try await call(world, route, nil)
            #expect((reply.status == 401) == (route.access != .open), "\(route.method) \(route.path): \(reply.status)")
        }
    }

    /// Who has not registered gets no further than registering and the open routes.
    @Test func notRegistered() async throws {
        let world = try await world()
        for route in world.api.routes
        where route.access != .open && route.access != .subject && route.dialect == .v1 {
            let reply = try await call(world, route, world.api.token("stranger"))
            #expect(reply.status == 403, "\(route.method) \(route.path)")
            #expect(reply.problem == (route.access == .service ? "insufficient-scope" : "not-registered"))
        }
    }

    /// Another learner gets 404 for what is not theirs, exactly as for what does not exist, and 403 for other roles'
    /// calls.
    @Test func anotherLearner() async throws {
        let world = try await world()
        let other = try await world.api.register("other")
        try await foreign(world, other, isAdmin: false)
    }

    /// An admin has no more rights on a learner's cards and sessions than anybody else, except to ask again for scores.
    @Test func anAdmin() async throws {
        let world = try await world()
        try await foreign(world, world.api.token("admin"), isAdmin: true)
    }

    private func foreign(_ world: World, _ token: String, isAdmin: Bool) async throws {
        let absent = World(
            api: world.api, owner: world.owner,
            ids: world.ids.mapValues { $0.utf8.count == 26 ? "01ARZ3NDEKTSV4RRFFQ69G5FAV" : $0 })
        // Deleting last, so that what is deleted wrongly is missed by the others; and not the caller's own account.
        for route in world.api.routes.sorted(by: { left, right in left.method != .delete && right.method == .delete })
        where route.access != .closing {
            let reply = try await call(world, route, token)
            let place = Comment(rawValue: "\(route.method) \(route.path): \(reply.status)")
            switch route.access {
            case .admin: #expect((reply.status == 403) == !isAdmin, place)
            case .service: #expect(reply.status == 403, place)
            case .user, .userOrService, .account, .closing, .open, .subject:
                guard isOwned(route), !(isAdmin && route.path.hasSuffix("/scoring-retry")) else { continue }
                #expect(reply.status == 404, place)
                let none = try await call(absent, route, token)
                #expect(none.status == reply.status, place)
                #expect(none.json["detail"] == reply.json["detail"], place)
                #expect(none.problem == reply.problem, place)
            }
        }
        #expect(try await world.api.call("GET", "/v1/flashcards", world.owner).items.count == 1)
        #expect(try await world.api.call("GET", "/v1/flashcards", token).items.isEmpty)
        #expect(try await world.api.call("GET", "/v1/sessions", token).items.isEmpty)
    }

    /// A service reaches sessions and its own calls, and nothing else of a user.
    @Test func aService() async throws {
        let world = try await world()
        for route in world.api.routes where route.access != .open {
            let reply = try await call(world, route, world.api.serviceToken)
            let mayPass = route.access == .service || route.access == .userOrService
            #expect((reply.status == 403) == !mayPass, "\(route.method) \(route.path): \(reply.status)")
            // Not "register first": a service cannot register.
            let isForbidden = reply.problem == "forbidden" || reply.code == "FORBIDDEN"
            #expect(isForbidden == !mayPass, "\(route.method) \(route.path): \(reply.text)")
        }
    }

    /// The owner passes every check of ownership: what stops them is the content alone.
    @Test func theOwner() async throws {
        let world = try await world()
        for route in world.api.routes where isOwned(route) && route.access != .service && route.method != .delete {
            let reply = try await call(world, route, world.owner)
            // The app's calls ignore members that they do not have: what lacks nothing then is done.
            let isDone = reply.status == 200 && (route.body == nil || route.dialect == .app)
            #expect(isDone || reply.status == 422, "\(route.method) \(route.path): \(reply.status)")
            #expect(route.body == nil || route.dialect == .app || reply.status == 422, "\(route.path)")
        }
    }

    /// A deactivated user reads the account, and nothing else.
    @Test func deactivated() async throws {
        let world = try await world()
        let user = try #require(world.ids["user_id"])
        let off = try await world.api.call(
            "PATCH", "/v1/admin/users/\(user)", world.api.token("admin"), body: #"{"is_active":false}"#,
            headers: [("If-Match", "*")])
        #expect(off.status == 200)
        for route in world.api.routes where [.subject, .user, .admin, .userOrService].contains(route.access) {
            let reply = try await call(world, route, world.owner)
            #expect(reply.problem == "deactivated" || reply.code == "FORBIDDEN", "\(route.method) \(route.path)")
        }
        for route in world.api.routes where route.access == .account {
            #expect(try await call(world, route, world.owner).status == 200)
        }
    }
}
