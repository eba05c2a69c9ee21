import Testing

@testable import LexiAPI

/// Cursors hold a position, and are good for one caller, route and set of filters.
struct CursorCodecTests {
    let codec = CursorCodec(key: Array(repeating: 7, count: 32))
    let binding = CursorCodec.Binding(
        caller: "u1", route: "GET /v1/flashcards", filters: [("maturity", Array("new".utf8))])
    let position: [UInt8] = [0, 1, 2, 250]

    /// A cursor comes back as the position that went in.
    @Test func roundTrip() {
        let cursor = codec.encode(position, for: binding)
        #expect(codec.decode(Array(cursor.utf8), for: binding) == position)
        #expect(codec.decode(Array(codec.encode([], for: binding).utf8), for: binding) == [])
    }

    /// A changed bit anywhere voids it.
    @Test func everyFlippedBitVoids() {
        let cursor = Array(codec.encode(position, for: binding).utf8)
        for index in cursor.indices {
            for bit in 0..<8 {
                var changed = cursor
                changed[index] ^= UInt8(1) << UInt8(bit)
                #expect(codec.decode(changed, for: binding) == nil)
            }
        }
    }

    /// A cut or extended cursor, garbage, and one signed with another key are void.
    @Test func otherTextsAreVoid() {
        let cursor = Array(codec.encode(position, for: binding).utf8)
        for length in cursor.indices { #expect(codec.decode(Array(cursor[..<length]), for: binding) == nil) }
        #expect(codec.decode(cursor + cursor, for: binding) == nil)
        #expect(codec.decode(Array(repeating: UInt8(ascii: "A"), count: 5_000), for: binding) == nil)
        let other = CursorCodec(key: Array(repeating: 8, count: 32))
        #expect(other.decode(cursor, for: binding) == nil)
    }

    /// Another caller, route or filter voids it; so do filters that only look alike when they are strung together.
    @Test func itIsBound() {
        let cursor = Array(codec.encode(position, for: binding).utf8)
        var others = Array(repeating: binding, count: 5)
        others[0].caller = "u2"
        others[1].route = "GET /v1/sessions"
        others[2].filters = []
        others[3].filters = [("maturity", Array("mature".utf8))]
        others[4].filters = [("maturityn", Array("ew".utf8))]
        for other in others { #expect(codec.decode(cursor, for: other) == nil) }
    }
}
