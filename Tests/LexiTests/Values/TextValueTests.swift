import DynamoModel
import Testing

@testable import Lexi

@Suite struct TextValueTests {
    // A word is composed and its spaces are collapsed; its normal form is in lower case.
    @Test func wordsAreTidied() throws {
        #expect(try Word("  Ice   Cream ").text == "Ice Cream")
        #expect(try Word("Ice Cream").normalForm == "ice cream")
        let decomposed = try Word("cafe\u{301}")
        #expect(decomposed.text.hasSameBytes(as: "caf\u{E9}"))
        #expect(try Word("CAFÉ").normalForm.hasSameBytes(as: decomposed.normalForm))
        #expect(try Word("don't and/or e.g. well-known 24").text == "don't and/or e.g. well-known 24")
        #expect(try Word("thị trường").normalForm == "thị trường")
    }

    // Length counts code points, after tidying: 1 to 100.
    @Test func wordsHaveALength() throws {
        #expect(try Word(String(repeating: "é", count: 100)).text.unicodeScalars.count == 100)
        #expect(throws: InvalidValue.self) { try Word(String(repeating: "é", count: 101)) }
        #expect(throws: InvalidValue.self) { try Word("") }
        #expect(throws: InvalidValue.self) { try Word("   ") }
        #expect(throws: InvalidValue.self) { try Word(String(repeating: " ", count: 1_000_000)) }
    }

    // Nothing else can stand in a word, and a mark needs a letter before it.
    @Test(arguments: [
        "a#b", "a%b", "a\u{0}b", "a\nb", "a\r\nb", "a\u{301}#", "\u{301}a", "#\u{301}", "a\\b", "a_b", "😀",
        "a\u{200B}b",
        "a\u{7F}", "“a”", "a\u{A0}b",
    ])
    func otherCharactersAreRefused(_ text: String) {
        #expect(throws: InvalidValue.self) { try Word(text) }
    }

    // The prefix of a search is normalised like a word; one that no word can have finds nothing.
    @Test func prefixes() {
        #expect(Word.normalPrefix("IC") == "ic")
        #expect(Word.normalPrefix("ice ") == "ice ")
        #expect(Word.normalPrefix("#") == nil)
        #expect(Word.normalPrefix("") == nil)
    }

    // Addresses are compared composed and in lower case.
    @Test func emailsHaveOneForm() throws {
        #expect(try EmailAddress("Lan.Nguyen+x@Example.COM").text == "lan.nguyen+x@example.com")
        #expect(try EmailAddress("E\u{301}@example.vn") == EmailAddress("é@example.vn"))
        #expect(try EmailAddress("ab@example.com").directory == "ab")
        #expect(try EmailAddress("lan@example.com").localPart == "lan")
    }

    // What no provider would take is no address.
    @Test(arguments: [
        "", "@", "a@", "@b.c", "a@b", "a@@b.c", "a b@c.de", "a@b..de", "a@-b.de", "a@b-.de", ".a@b.de", "a.@b.de",
        "a\u{0}@b.de", "a@b.de\n", "<a@b.de>", "a,b@c.de", "a@b_c.de", "a\u{200B}@b.de",
        String(repeating: "a", count: 65) + "@b.de",
    ])
    func otherAddressesAreRefused(_ text: String) {
        #expect(throws: InvalidValue.self) { try EmailAddress(text) }
    }

    // A slug is made of lower-case groups; one is made from any title that has a letter.
    @Test func slugs() throws {
        #expect(try Slug("at-the-cafe-2").text == "at-the-cafe-2")
        for text in ["", "-a", "a-", "a--b", "A", "a_b", "é", "a#b", String(repeating: "a", count: 65)] {
            #expect(throws: InvalidValue.self) { try Slug(text) }
        }
        #expect(Slug(title: "At the Café: Don't wait!")?.text == "at-the-cafe-dont-wait")
        #expect(Slug(title: "Đặt phòng khách sạn")?.text == "dat-phong-khach-san")
        #expect(Slug(title: "你好") == nil)
    }

    // Amounts are exact decimals; sums of what binary numbers cannot hold are exact.
    @Test func amounts() throws {
        var sum = DecimalAmount.zero
        for _ in 0..<10 { sum = try sum.adding(DecimalAmount("0.1")) }
        #expect(sum.text == "1")
        #expect(try DecimalAmount("000.0125").text == "0.0125")
        for text in ["", ".", "1.", ".5", "-1", "+1", "1e3", "1,5", "0.0000000000001", "1234567890123", "1.2.3", "٣"] {
            #expect(throws: InvalidValue.self) { try DecimalAmount(text) }
        }
    }

    // A URL is https with a host, or none.
    @Test func webAddresses() throws {
        #expect(try WebAddress("").text == "")
        #expect(try WebAddress("https://cdn.example.com:8443/a.mp3?x=1#t").text.hasPrefix("https"))
        for text in [
            "http://a.b", "https://", "https:///a", "https://a b", "https://a.b/\n", "javascript:alert(1)",
            "https://user@a.b/", "ftp://a.b", "https://a.b/é", "https://a.b/" + String(repeating: "a", count: 2048),
        ] {
            #expect(throws: InvalidValue.self) { try WebAddress(text) }
        }
    }
}
