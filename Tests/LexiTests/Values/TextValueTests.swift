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
        #expect(try Word("ice\u{A0}\u{2009} cream\u{3000}").text == "ice cream")
    }

    // Phrases have their punctuation; what keyboards make of apostrophes and quotes is shown as typed and compared as
    // one.
    @Test func phrases() throws {
        for text in ["How are you?", "well, maybe", "Watch out!", "R&B", "50% (or so)", "a: b; c + d…", "wait..."] {
            #expect(try Word(text).text == text)
        }
        #expect(try Word("don’t").text == "don’t")
        #expect(try Word("Don’t").normalForm == Word("don't").normalForm)
        #expect(try Word("rock ‘n’ roll").normalForm == "rock 'n' roll")
        #expect(try Word("so “good”").normalForm == "so \"good\"")
        #expect(Word.normalPrefix("don’") == "don'")
        #expect(try Word("well — maybe").text == "well — maybe")
        for text in ["well – maybe", "well — maybe", "well ‑ maybe"] {
            #expect(try Word(text).normalForm == "well - maybe")
        }
        for text in ["don′t", "don‛t", "don＇t"] { #expect(try Word(text).normalForm == "don't") }
        #expect(try Word("How are you？").normalForm == "how are you?")
        #expect(try Word("wait！ 50％，ok").normalForm == "wait! 50%,ok")
    }

    // The guards of stored words were made by this form: it stays for each character that a word could have before.
    @Test func storedNormalFormsStay() {
        for value in UInt32(0)...0x2FFFF {
            guard let scalar = Unicode.Scalar(value), !"‘’‛′＇“”‟″＂‐‑–—－？！，．：；（）％＆＋／".unicodeScalars.contains(scalar)
            else { continue }
            let word = Word(trusted: "a" + String(Character(scalar)))
            #expect(word.normalForm.hasSameBytes(as: word.text.composedLowercase))
        }
    }

    // Length counts code points, after tidying: 1 to 200.
    @Test func wordsHaveALength() throws {
        #expect(try Word(String(repeating: "é", count: 200)).text.unicodeScalars.count == 200)
        #expect(throws: InvalidValue.self) { try Word(String(repeating: "é", count: 201)) }
        #expect(throws: InvalidValue.self) { try Word("") }
        #expect(throws: InvalidValue.self) { try Word("   ") }
        #expect(throws: InvalidValue.self) { try Word(String(repeating: " ", count: 1_000_000)) }
    }

    // Nothing else can stand in a word, and a mark needs a letter before it.
    @Test(arguments: [
        "a#b", "a@b", "a\u{0}b", "a\nb", "a\r\nb", "a\u{301}#", "\u{301}a", "#\u{301}", "a\\b", "a_b", "😀",
        "a\u{200B}b",
        "a\u{7F}", "a\u{85}b", "a\tb", "«a»", "a*b", "a<b>", "a=b", "a\u{2028}b", "a$", "½",
    ])
    func otherCharactersAreRefused(_ text: String) {
        #expect(throws: InvalidValue.self) { try Word(text) }
    }

    // What is not drawn or turns the text is refused by name: two words that look alike would be two cards.
    @Test(arguments: [
        "a\u{200B}b", "a\u{200D}b", "a\u{AD}b", "\u{FEFF}a", "a\u{34F}", "a\u{3164}", "a\u{FE0F}", "a\u{202E}b",
        "a\u{200F}",
        "a\u{2066}b", "\u{61C}a",
    ])
    func hiddenCharactersAreRefused(_ text: String) {
        for check in [{ try Word(text) } as () throws -> any Sendable, { try Text.name(text + "\u{200B}", 1...50) }] {
            let error = #expect(throws: InvalidValue.self) { _ = try check() }
            #expect(
                error?.detail.hasSuffix("cannot be seen") == true
                    || error?.detail.hasSuffix("change the direction of text") == true)
        }
    }

    // A name shows something; the joiners of emoji and scripts stay where they join, and nothing else that is hidden.
    @Test func names() throws {
        for name in [
            "Nguyễn Văn Ánh", "👩\u{200D}🎓 Lan", "❤\u{FE0F}\u{200D}🔥", "علي", "A", "می\u{200C}خواهم", "O’Neil",
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
        ] {
            #expect(try Text.name(name, 1...50) == name)
        }
        for name in [
            " ", "\u{3000}", "\u{200B}", "\u{2060}\u{FEFF}", "\u{3164}", "\u{AD}\u{200D}", "\u{2800}", "\u{202E}nimda",
            "a\u{200D}", "\u{200D}a", "a\u{200D} b", "\u{FE0F}", "a\u{2067}b", "a\u{E0067}", "a\u{80}", "a\u{2029}b",
            "a\nb",
        ] {
            #expect(throws: InvalidValue.self, "\(name.unicodeScalars.map(\.value))") { try Text.name(name, 1...50) }
        }
    }

    // No text holds a control character, of C0 or of C1; texts of several lines have tabs and line ends.
    @Test func controlCharacters() throws {
        for value in UInt32(0)...0xA0 {
            let text = "a" + String(Character(Unicode.Scalar(UInt8(value)))) + "b"
            let isControl = value < 0x20 || (0x7F...0x9F).contains(value)
            let breaks = [0x09, 0x0A, 0x0D].contains(value)
            #expect(((try? Text.line(text, 0...9)) == nil) == isControl, "\(value)")
            #expect(((try? Text.lines(text, 0...9)) == nil) == (isControl && !breaks), "\(value)")
        }
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
        for text in [
            "https://cdn.example.com:8443/a.mp3?x=1#t", "HTTPS://A.b", "https://media_files.s3.amazonaws.com/a.mp3",
            "https://a", "https://a.b.", "https://a.b:/x", "https://[2001:db8::1]:443/x", "https://192.0.2.1/",
            "https://a.b?x", "https://a.b/%C3%A9?%7b#%7D", "https://a.b/?#", "https://a.b/a?b?c/d#e?f/g",
            "https://a.b/!$&'()*+,;=:@-._~", "https://[::ffff:192.0.2.1]", "https://[1:2:3:4:5:6:7:8]/", "https://[::]",
        ] {
            #expect(try WebAddress(text).text == text)
        }
        for text in [
            "https://a..b/", "https://.a/", "https://a.b:99999/", "https://a.b:x/", "https://[::1", "https://[a]/",
            "https://[]/",
            "https://" + String(repeating: "a", count: 64) + ".b/", "https://a.b]/", "https://:443/",
            "https://a.b:1:2/",
            "http://a.b", "https://", "https:///a", "https://a b", "https://a.b/\n", "javascript:alert(1)",
            "https://a.b/%", "https://a.b/%4", "https://a.b/%zz", "https://a.b/?%g0", "https://a.b/#%0g",
            "https://a.b/[x]", "https://a.b/?a[]=1", "https://a.b/#a#b", "https://a.b##", "https://a.b/<x>",
            "https://a.b/a\\b", "https://[:::::]/", "https://[1:2]/", "https://[1:2:3:4:5:6:7:8:9]/",
            "https://[::1%25eth0]/", "https://[::12345]/", "https://[::300.0.0.1]/", "https://[v1.a]/",
            "https://user@a.b/", "ftp://a.b", "https://a.b/é", "https://a.b/" + String(repeating: "a", count: 2048),
        ] {
            #expect(throws: InvalidValue.self) { try WebAddress(text) }
        }
    }
}
