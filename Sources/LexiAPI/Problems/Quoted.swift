/// A text from a request as it may stand in a message: quoted, short, without characters that break a line.
struct Quoted: CustomStringConvertible {
    let text: String

    init(_ text: String) { self.text = text }

    var description: String {
        let limit = 60
        var shown = ""
        for scalar in text.unicodeScalars.prefix(limit) {
            let isControl = scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value)
            shown.unicodeScalars.append(isControl ? "\u{fffd}" : scalar)
        }
        return "\"\(shown)\(text.unicodeScalars.count > limit ? "…" : "")\""
    }
}
