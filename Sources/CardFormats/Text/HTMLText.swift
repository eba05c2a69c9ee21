/// The text of HTML as it stands in fields of Anki's notes: tags go, some of them leave a line break, entities become
/// characters, and recordings and pictures are left out.
enum HTMLText {
    private static let breaks: Set<String> = ["br", "div", "p", "li", "tr", "ul", "ol", "h1", "h2", "h3", "hr"]
    private static let hidden: Set<String> = ["script", "style"]
    private static let named: [String: String] = {
        let pairs = """
            amp & lt < gt > quot " apos ' hellip … ndash – mdash — lsquo ‘ rsquo ’ ldquo “ rdquo ” laquo « raquo » \
            times × divide ÷ middot · bull • deg ° copy © reg ® trade ™ euro € pound £ sect § para ¶ szlig ß \
            aacute á agrave à acirc â atilde ã auml ä aring å aelig æ ccedil ç eacute é egrave è ecirc ê euml ë \
            iacute í igrave ì icirc î iuml ï ntilde ñ oacute ó ograve ò ocirc ô otilde õ ouml ö oslash ø uacute ú \
            ugrave ù ucirc û uuml ü yacute ý yuml ÿ Aacute Á Agrave À Acirc Â Atilde Ã Auml Ä Aring Å AElig Æ \
            Ccedil Ç Eacute É Egrave È Ecirc Ê Euml Ë Iacute Í Igrave Ì Icirc Î Iuml Ï Ntilde Ñ Oacute Ó Ograve Ò \
            Ocirc Ô Otilde Õ Ouml Ö Oslash Ø Uacute Ú Ugrave Ù Ucirc Û Uuml Ü Yacute Ý
            """.split(separator: " ").map(String.init)
        return Dictionary(
            uniqueKeysWithValues: stride(from: 0, to: pairs.count, by: 2).map { (pairs[$0], pairs[$0 + 1]) })
    }()

    /// The text, its lines trimmed, without empty ones.
    static func plain(_ html: String) -> String {
        var searched = 0
        return plain(html, searched: &searched)
    }

    /// The same.
    ///
    /// - Parameter searched: grows by the bytes that were looked through for ends of tags and brackets.
    static func plain(_ html: String, searched: inout Int) -> String {
        var bytes: [UInt8] = []
        var rest = Array(html.utf8)[...]
        var ends = Ends(rest)
        while let byte = rest.first {
            switch byte {
            case UInt8(ascii: "<"): takeTag(&rest, &ends, &bytes)
            case UInt8(ascii: "&"): takeEntity(&rest, &bytes)
            case UInt8(ascii: "["): takeBracket(&rest, &ends, &bytes)
            default:
                bytes.append(byte)
                rest.removeFirst()
            }
        }
        searched += ends.searched
        return tidy(String(decoding: bytes, as: UTF8.self))
    }

    /// Where tags and brackets end. After the last end nothing is looked for, and what was looked through up to an end
    /// is taken: the whole takes as long as the text.
    private struct Ends {
        private let lastTag: Int
        private let lastBracket: Int
        private(set) var searched: Int

        init(_ text: ArraySlice<UInt8>) {
            lastTag = text.lastIndex(of: UInt8(ascii: ">")) ?? -1
            lastBracket = text.lastIndex(of: UInt8(ascii: "]")) ?? -1
            searched = 2 * text.count
        }

        mutating func tag(in rest: ArraySlice<UInt8>) -> Int? { first(UInt8(ascii: ">"), lastTag, rest) }
        mutating func bracket(in rest: ArraySlice<UInt8>) -> Int? { first(UInt8(ascii: "]"), lastBracket, rest) }

        private mutating func first(_ byte: UInt8, _ last: Int, _ rest: ArraySlice<UInt8>) -> Int? {
            guard last >= rest.startIndex else { return nil }
            let end = rest.firstIndex(of: byte)
            searched += (end ?? rest.endIndex) - rest.startIndex
            return end
        }
    }

    /// The same text as HTML.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\n": result += "<br>"
            // A bracket could begin what Anki takes for a recording.
            case "[": result += "&#91;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func takeTag(_ rest: inout ArraySlice<UInt8>, _ ends: inout Ends, _ bytes: inout [UInt8]) {
        let inner = rest.dropFirst()
        let isTag = inner.first.map { isLetter($0) || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "!") } ?? false
        guard isTag, let end = ends.tag(in: inner) else {
            bytes.append(UInt8(ascii: "<"))
            rest.removeFirst()
            return
        }
        let name = String(
            decoding: inner.drop { $0 == UInt8(ascii: "/") }.prefix(while: {
                isLetter($0) || (0x30...0x39).contains($0)
            }),
            as: UTF8.self
        ).lowercased()
        rest = rest[(end + 1)...]
        if breaks.contains(name) { bytes.append(UInt8(ascii: "\n")) }
        guard hidden.contains(name), inner.first != UInt8(ascii: "/") else { return }
        // What is in it is not text: up to the next tag that could end it.
        while let next = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[next...]
            if rest.dropFirst().first == UInt8(ascii: "/") { return }
            rest.removeFirst()
        }
        rest = []
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    private static func takeEntity(_ rest: inout ArraySlice<UInt8>, _ bytes: inout [UInt8]) {
        let inner = rest.dropFirst().prefix(32)
        guard let end = inner.firstIndex(of: UInt8(ascii: ";")),
            let text = character(String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self))
        else {
            bytes.append(UInt8(ascii: "&"))
            rest.removeFirst()
            return
        }
        bytes += text.utf8
        rest = rest[(end + 1)...]
    }

    private static func character(_ name: String) -> String? {
        if name == "nbsp" { return " " }
        if let text = named[name] { return text }
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let isHex = digits.hasPrefix("x") || digits.hasPrefix("X")
        guard let value = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits, radix: 10),
            let scalar = Unicode.Scalar(value)
        else { return nil }
        return value == 0xA0 ? " " : String(Character(scalar))
    }

    /// `[sound:…]` and Anki's own `[anki:…]` are no text.
    private static func takeBracket(_ rest: inout ArraySlice<UInt8>, _ ends: inout Ends, _ bytes: inout [UInt8]) {
        let isMedia = rest.starts(with: "[sound:".utf8) || rest.starts(with: "[anki:".utf8)
        guard isMedia, let end = ends.bracket(in: rest) else {
            bytes.append(UInt8(ascii: "["))
            rest.removeFirst()
            return
        }
        rest = rest[(end + 1)...]
    }

    private static func tidy(_ text: String) -> String {
        text.unicodeScalars.split { $0 == "\n" || $0 == "\r" }.map { line in
            line.map { $0 == "\u{A0}" || $0 == "\t" ? " " : $0 }
                .split(separator: " ").map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
        }.filter { !$0.isEmpty }.joined(separator: "\n")
    }
}
