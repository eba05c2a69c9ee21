import Lexi

extension Call {
    /// The part of the list that the query asks for.
    func page() throws(Problem) -> PageRequest {
        try page(limit: query.limit, after: query.text("cursor"))
    }

    /// The part of a list after a cursor.
    func page(limit: Int, after cursor: String?) throws(Problem) -> PageRequest {
        guard let cursor, let bytes = try position(of: cursor) else { return PageRequest(limit: limit) }
        guard let position = Position(bytes: bytes) else {
            throw Problem(.badCursor, "The cursor is of another version of the service.")
        }
        return PageRequest(limit: limit, position: position)
    }

    /// The cursor for what follows a page.
    func cursor<Element>(after page: Page<Element>) -> String? { cursor(page.next?.bytes) }

    /// The position in the request's cursor, when it has one.
    func position() throws(Problem) -> [UInt8]? {
        guard let cursor = query.text("cursor") else { return nil }
        return try position(of: cursor)
    }

    private func position(of cursor: String) throws(Problem) -> [UInt8]? {
        guard let position = context.cursors.decode(Array(cursor.utf8), for: cursorBinding) else {
            throw Problem(.badCursor, "The cursor was not given out for this call with these parameters.")
        }
        return position
    }

    /// The cursor for the page after this one.
    func cursor(_ position: [UInt8]?) -> String? {
        position.map { context.cursors.encode($0, for: cursorBinding) }
    }

    private var cursorBinding: CursorCodec.Binding {
        CursorCodec.Binding(caller: principal.cursorOwner, route: route.text, filters: query.filters)
    }
}
