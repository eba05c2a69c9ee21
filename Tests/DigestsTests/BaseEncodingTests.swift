import Digests
import Testing

@Suite struct BaseEncodingTests {
    // RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func publishedVectors(text: String, encoded: String) {
        let bytes = Array(text.utf8)
        #expect(Base64.encode(bytes) == encoded)
        #expect(Base64.decode(encoded) == bytes)
        let unpadded = String(encoded.prefix { $0 != "=" })
        #expect(Base64URL.encode(bytes) == unpadded)
        #expect(Base64URL.decode(unpadded) == bytes)
    }

    // The two alphabets differ in the last two symbols, and each refuses the other's.
    @Test func alphabets() {
        let bytes: [UInt8] = [0xfb, 0xff, 0xbf]
        #expect(Base64.encode(bytes) == "+/+/")
        #expect(Base64URL.encode(bytes) == "-_-_")
        #expect(Base64.decode("-_-_") == nil)
        #expect(Base64URL.decode("+/+/") == nil)
    }

    // No second spelling of a byte string: padding, spare bits, white space and foreign bytes are refused.
    @Test(arguments: [
        "Zg", "Zg=", "Zg===", "Z===", "====", "Zh==", "Zm9=", "Zm8", "Zm9v=", "Zm9v====", "=Zm9", "Zg==Zg==", "Zm9v\n",
        "Zm 9", "Zm9vé", "Zm9\u{0}", "A",
    ])
    func refusedStandard(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(arguments: ["Zg==", "Zm8=", "Z", "Zm9vY", "Zh", "Zm9", "Zm9v\n", " Zm8", "Zm+v", "Zm9vé", "="])
    func refusedURL(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    // Of the 64 symbols in the last place only those whose spare bits are zero are accepted.
    @Test func spareBitsAreZero() {
        let symbols = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        let z = UInt8(ascii: "Z")
        #expect(symbols.count { Base64URL.decode([z, $0]) != nil } == 4)
        #expect(symbols.count { Base64URL.decode([z, z, $0]) != nil } == 16)
        #expect(symbols.count { Base64URL.decode([z, z, z, $0]) != nil } == 64)
    }

    @Test func everyLengthComesBack() {
        let bytes = (0..<130).map { UInt8(truncatingIfNeeded: $0 &* 89 &+ 3) }
        for count in 0...bytes.count {
            let message = Array(bytes[..<count])
            #expect(Base64.decode(Base64.encode(message)) == message)
            #expect(Base64URL.decode(Base64URL.encode(message)) == message)
            #expect(Base64.decode(Array(Base64.encode(message).utf8)) == message)
            #expect(Base64URL.decode(Array(Base64URL.encode(message).utf8)) == message)
            #expect(Hex.decode(Hex.encode(message)) == message)
        }
    }

    @Test func hex() {
        #expect(Hex.encode([0x00, 0x0f, 0xa0, 0xff]) == "000fa0ff")
        #expect(Hex.decode("000Fa0fF") == [0x00, 0x0f, 0xa0, 0xff])
        #expect(Hex.decode("") == [])
        for text in ["0", "0g", "+1", " 1", "é"] { #expect(Hex.decode(text) == nil) }
    }
}
