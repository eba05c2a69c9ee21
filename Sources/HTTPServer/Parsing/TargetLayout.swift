import HTTPText

/// Where the parts of a request target stand in the head (RFC 9112, section 3.2): origin form, absolute form, or `*`.
struct TargetLayout: Equatable {
    let target: Range<Int>
    /// Empty for an absolute target without a path, which means `/`.
    let path: Range<Int>
    let query: Range<Int>?
    let authority: Range<Int>?

    init(_ bytes: UnsafePointer<UInt8>, _ target: Range<Int>, method: HTTPMethod) throws(HTTPProtocolError) {
        self.target = target
        if bytes[target.lowerBound] == UInt8(ascii: "*") {
            guard target.count == 1, method == .options else { throw .invalidTarget }
            path = target
            query = nil
            authority = nil
            return
        }
        let pathStart: Int
        if bytes[target.lowerBound] == UInt8(ascii: "/") {
            pathStart = target.lowerBound
            authority = nil
        } else {
            let found = try Self.authority(bytes, target)
            pathStart = found.upperBound
            authority = found
        }
        var end = pathStart
        while end < target.upperBound, bytes[end] != UInt8(ascii: "?") { end += 1 }
        path = pathStart..<end
        query = end < target.upperBound ? end + 1..<target.upperBound : nil
        try Self.checkEscapes(bytes, path)
    }

    /// Host and port of `http://host:port/path`; user information is refused (RFC 9110, section 4.2.4).
    private static func authority(
        _ bytes: UnsafePointer<UInt8>, _ target: Range<Int>
    ) throws(HTTPProtocolError) -> Range<Int> {
        let start: Int
        if target.count > 7, matchesIgnoringCase(slice(bytes, target.lowerBound, target.lowerBound + 7), "http://") {
            start = target.lowerBound + 7
        } else if target.count > 8,
            matchesIgnoringCase(slice(bytes, target.lowerBound, target.lowerBound + 8), "https://")
        {
            start = target.lowerBound + 8
        } else {
            throw .invalidTarget
        }
        var end = start
        while end < target.upperBound, bytes[end] != UInt8(ascii: "/"), bytes[end] != UInt8(ascii: "?") { end += 1 }
        guard end > start, slice(bytes, start, end).allSatisfy(ByteClass.isHost) else { throw .invalidTarget }
        return start..<end
    }

    private static func checkEscapes(_ bytes: UnsafePointer<UInt8>, _ path: Range<Int>) throws(HTTPProtocolError) {
        for index in path where bytes[index] == UInt8(ascii: "%") {
            guard index + 2 < path.upperBound, ByteClass.hexValue(bytes[index + 1]) != nil,
                ByteClass.hexValue(bytes[index + 2]) != nil
            else { throw .invalidTarget }
        }
    }
}
