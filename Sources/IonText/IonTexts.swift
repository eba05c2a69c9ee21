/// Cuts an Ion text into the structures that follow each other in it, in lines or not, one at a time in the memory of a
/// structure.
///
/// A cut has what stands before its structure, too: markers, comments, and what does not belong there, which the parser
/// will refuse.
public struct IonTexts: Sendable {
    /// What is wrong with the text; nothing after it can be read.
    public struct Fault: Error, Sendable {
        /// What is wrong.
        public let reason: String
    }

    private enum State {
        case outside
        /// In a string or symbol that ends with this mark.
        case quoted(UInt8)
        case long
        case lineComment
        case comment
        /// Between two pairs of braces.
        case blob
    }

    private let maximumBytes: Int
    private var buffer: [UInt8] = []
    /// Where the next cut begins, and how far it was searched.
    private var start = 0
    private var position = 0
    private var depth = 0
    private var state = State.outside

    /// - Parameter maximumBytes: the longest cut.
    public init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    /// Takes a further piece of the text.
    public mutating func add(_ piece: some Sequence<UInt8>) {
        buffer.removeFirst(start)
        position -= start
        start = 0
        buffer.append(contentsOf: piece)
    }

    /// The next structure that is whole, with what stands before it; nil until more bytes complete one.
    ///
    /// - Parameter isAtEnd: whether no further piece comes; then what is left after the last structure is returned as
    ///   well, unless that is nothing but white space, comments and markers.
    public mutating func next(isAtEnd: Bool) throws(Fault) -> [UInt8]? {
        // The longest mark has three bytes.
        while position < buffer.count, isAtEnd || position + 3 <= buffer.count {
            guard step() else { continue }
            return take()
        }
        guard position - start <= maximumBytes else { throw Fault(reason: "it is longer than any item can be") }
        guard isAtEnd, start < buffer.count else { return nil }
        let rest = take()
        return IonValue.isEmpty(rest) ? nil : rest
    }

    private mutating func take() -> [UInt8] {
        // A stray brace that ends something makes one cut wrong, not those after it.
        depth = 0
        defer { start = position }
        return Array(buffer[start..<position])
    }

    private func isNext(_ mark: StaticString) -> Bool {
        mark.withUTF8Buffer { buffer[position...].starts(with: $0) }
    }

    /// Goes on by a token.
    ///
    /// - Returns: whether a structure ends with it.
    private mutating func step() -> Bool {
        let byte = buffer[position]
        switch state {
        case .outside: return enter(byte)
        case .quoted(let mark): leave(if: byte == mark, 1, isEscape: byte == UInt8(ascii: "\\"))
        case .long: leave(if: isNext("'''"), 3, isEscape: byte == UInt8(ascii: "\\"))
        case .lineComment: leave(if: byte == 0x0a || byte == 0x0d, 1)
        case .comment: leave(if: isNext("*/"), 2)
        case .blob: leave(if: isNext("}}"), 2)
        }
        return false
    }

    private mutating func leave(if isEnd: Bool, _ count: Int, isEscape: Bool = false) {
        if isEnd { state = .outside }
        position = min(position + (isEnd ? count : isEscape ? 2 : 1), buffer.count)
    }

    private mutating func enter(_ byte: UInt8) -> Bool {
        var length = 1
        switch byte {
        case UInt8(ascii: "\""): state = .quoted(byte)
        case UInt8(ascii: "'"):
            (state, length) = isNext("'''") ? (.long, 3) : (.quoted(byte), 1)
        case UInt8(ascii: "/") where isNext("//"): (state, length) = (.lineComment, 2)
        case UInt8(ascii: "/") where isNext("/*"): (state, length) = (.comment, 2)
        case UInt8(ascii: "{") where isNext("{{"): (state, length) = (.blob, 2)
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
        position += length
        return depth <= 0 && (byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]"))
    }
}
