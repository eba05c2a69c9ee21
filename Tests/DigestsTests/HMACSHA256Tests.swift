import Digests
import Testing

@Suite struct HMACSHA256Tests {
    struct Vector: Sendable {
        let key: [UInt8]
        let message: [UInt8]
        let code: String
    }

    // RFC 4231, test cases 1 to 4, 6 and 7: short, shorter than a block, longer than a block.
    static let vectors: [Vector] = [
        Vector(
            key: [UInt8](repeating: 0x0b, count: 20), message: Array("Hi There".utf8),
            code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        Vector(
            key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
            code: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        Vector(
            key: [UInt8](repeating: 0xaa, count: 20), message: [UInt8](repeating: 0xdd, count: 50),
            code: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        Vector(
            key: Array(1...25), message: [UInt8](repeating: 0xcd, count: 50),
            code: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
        Vector(
            key: [UInt8](repeating: 0xaa, count: 131),
            message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            code: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
        Vector(
            key: [UInt8](repeating: 0xaa, count: 131),
            message: Array(
                ("This is a test using a larger than block-size key and a larger than block-size data. "
                    + "The key needs to be hashed before being used by the HMAC algorithm.").utf8),
            code: "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
    ]

    @Test(arguments: vectors)
    func publishedVectors(vector: Vector) {
        let key = HMACSHA256.Key(vector.key)
        #expect(Hex.encode(key.authenticate(vector.message)) == vector.code)
        // The saved states serve any number of messages.
        #expect(Hex.encode(key.authenticate(vector.message.span)) == vector.code)
        var pieces = HMACSHA256(key: key)
        for byte in vector.message { pieces.update([byte]) }
        #expect(Hex.encode(pieces.finalize()) == vector.code)
    }

    // A code is valid for its own message and key, whole and unchanged.
    @Test func validity() {
        let key = HMACSHA256.Key(Array("secret".utf8))
        let message = Array("message".utf8)
        let code = key.authenticate(message)
        #expect(key.authenticate(utf8: "message") == code)
        #expect(key.isValid(code, for: message))
        #expect(!key.isValid(code, for: Array("massage".utf8)))
        #expect(!key.isValid(Array(code.dropLast()), for: message))
        #expect(!key.isValid([], for: message))
        #expect(!HMACSHA256.Key(Array("Secret".utf8)).isValid(code, for: message))
        for bit in 0..<(code.count * 8) {
            var changed = code
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!key.isValid(changed, for: message))
        }
    }

    // A key that is put into a message or a log does not show itself.
    @Test func keyHidesItself() {
        #expect("\(HMACSHA256.Key(Array("hunter2".utf8)))" == "HMACSHA256.Key(secret)")
    }

    @Test func constantTimeComparison() {
        #expect(constantTimeEquals([], []))
        #expect(constantTimeEquals([1, 2, 3], [1, 2, 3]))
        #expect(!constantTimeEquals([1, 2, 3], [1, 2, 4]))
        #expect(!constantTimeEquals([0, 2, 3], [1, 2, 3]))
        #expect(!constantTimeEquals([1, 2, 3], [1, 2]))
    }
}
