// The standard library normalises, but not yet in public: this is the one place that uses it, in place of all of
// Foundation. Source: Unicode Standard Annex 15.
@_spi(_Unicode) import Swift

extension String {
    /// The text in Unicode's normal form C.
    var composed: String {
        if isASCII { return self }
        var result = ""
        for scalar in _nfc { result.unicodeScalars.append(scalar) }
        return result
    }

    /// Whether all bytes are ASCII.
    var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }

    /// The text composed, in lower case, and composed again, since lower case can come apart.
    var composedLowercase: String { composed.lowercased().composed }
}

extension String {
    /// The code points of the text in Unicode's normal form D: letters before their marks.
    var decomposedScalars: [Unicode.Scalar] { isASCII ? Array(unicodeScalars) : Array(_nfd) }
}
