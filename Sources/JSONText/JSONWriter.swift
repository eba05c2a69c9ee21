/// Writes JSON text (RFC 8259) into an array of bytes, member by member, without a tree.
///
/// The writer puts commas, colons, escapes and (when asked) line breaks. It does not check that the calls make one
/// well-formed value: each `begin` needs its `end`, and inside an object each value needs a `name` before it.
public struct JSONWriter: Sendable {
    /// How the text is laid out.
    public enum Style: Sendable {
        /// No white space: for everything that goes over a wire.
        case compact
        /// One member or element a line, two spaces a level: for files that people read. Ends without a line feed.
        case pretty
    }

    /// What has been written so far.
    @inlinable public var bytes: [UInt8] { storage }
    /// What has been written so far as a line: with a line feed, as terminals and line tools like it.
    public var line: [UInt8] {
        consuming get {
            storage.append(UInt8(ascii: "\n"))
            return storage
        }
    }
    @usableFromInline var storage: [UInt8]
    @usableFromInline let isPretty: Bool
    @usableFromInline var depth = 0
    /// Whether a comma belongs before the next name or value.
    @usableFromInline var needsComma = false
    @usableFromInline var followsName = false

    /// An empty text.
    /// - Parameter capacity: bytes to reserve at the start, so that a text of a known size never moves.
    public init(style: Style = .compact, capacity: Int = 256) {
        storage = []
        storage.reserveCapacity(capacity)
        isPretty = style == .pretty
    }

    /// Continues after bytes that are there already, for example a message's head.
    public init(appendingTo bytes: consuming [UInt8], style: Style = .compact) {
        storage = bytes
        isPretty = style == .pretty
    }
}

// MARK: - Structure

extension JSONWriter {
    /// Opens an object.
    @inlinable public mutating func beginObject() { begin(UInt8(ascii: "{")) }
    /// Closes the object that was opened last.
    @inlinable public mutating func endObject() { end(UInt8(ascii: "}")) }
    /// Opens an array.
    @inlinable public mutating func beginArray() { begin(UInt8(ascii: "[")) }
    /// Closes the array that was opened last.
    @inlinable public mutating func endArray() { end(UInt8(ascii: "]")) }

    /// Writes a member's name and its colon. The literal is copied as it is: it must hold no quote, backslash or
    /// control character.
    @inlinable
    public mutating func name(_ name: StaticString) {
        separate()
        name.withUTF8Buffer { copyQuoted($0, followedBy: UInt8(ascii: ":")) }
        afterColon()
    }

    /// Writes a member's name and its colon.
    @inlinable @_disfavoredOverload
    public mutating func name(_ name: String) {
        separate()
        var name = name
        name.withUTF8 { quoted($0, followedBy: UInt8(ascii: ":")) }
        afterColon()
    }

    @inlinable
    mutating func begin(_ bracket: UInt8) {
        separate()
        storage.append(bracket)
        depth &+= 1
        needsComma = false
    }

    @inlinable
    mutating func end(_ bracket: UInt8) {
        depth &-= 1
        // An object or array without members stays on its line.
        if isPretty, needsComma { newLine() }
        storage.append(bracket)
        needsComma = true
    }

    /// What stands between the text so far and the next name or value.
    @inlinable @inline(__always)
    mutating func separate() {
        if needsComma { storage.append(UInt8(ascii: ",")) }
        if isPretty {
            if depth > 0, !followsName { newLine() }
            followsName = false
        }
        needsComma = true
    }

    @inlinable @inline(__always)
    mutating func afterColon() {
        needsComma = false
        if isPretty {
            storage.append(UInt8(ascii: " "))
            followsName = true
        }
    }

    @usableFromInline
    mutating func newLine() {
        storage.append(UInt8(ascii: "\n"))
        storage.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }
}

// MARK: - Values

extension JSONWriter {
    /// Writes a text.
    @inlinable
    public mutating func string(_ text: String) {
        separate()
        var text = text
        text.withUTF8 { quoted($0) }
    }

    /// Writes a literal as a text. It is copied as it is: it must hold no quote, backslash or control character.
    @inlinable
    public mutating func string(ascii text: StaticString) {
        separate()
        text.withUTF8Buffer { copyQuoted($0) }
    }

    /// Writes a text that is given as bytes. The caller knows that they are UTF-8, for example because they were
    /// checked when they were stored.
    @inlinable
    public mutating func string(utf8 text: UnsafeBufferPointer<UInt8>) {
        separate()
        quoted(text)
    }

    /// Writes a member whose value is an object of one text, in one step, for texts that consist of many of these:
    /// `head` is the member's name in quotes with what follows it up to the inner name, `"name":{`, copied as it is;
    /// `letter`, the inner name, must need no escape. Not for ``Style/pretty``.
    @inlinable
    public mutating func member(
        head: UnsafeBufferPointer<UInt8>, letter: UInt8, utf8 text: UnsafeBufferPointer<UInt8>
    ) {
        separate()
        let clean = text.baseAddress.map { JSONBytes.cleanLength($0, text.count) } ?? 0
        let (headCount, count) = (head.count, text.count)
        // Quotes and a colon around the inner name, the text's quotes, the bracket.
        storage.append(addingCapacity: headCount &+ count &+ 7) { room in
            room.withUnsafeMutableBufferPointer { buffer, written in
                guard let start = buffer.baseAddress, let name = head.baseAddress else { return }
                var target = start + written
                target.update(from: name, count: headCount)
                target += headCount
                target[0] = UInt8(ascii: "\"")
                target[1] = letter
                target[2] = UInt8(ascii: "\"")
                target[3] = UInt8(ascii: ":")
                written &+= headCount &+ 4
                guard clean == count else { return }
                target[4] = UInt8(ascii: "\"")
                target += 5
                if let base = text.baseAddress { target.update(from: base, count: count) }
                target[count] = UInt8(ascii: "\"")
                target[count &+ 1] = UInt8(ascii: "}")
                written &+= count &+ 3
            }
        }
        guard clean < count, let base = text.baseAddress else { return }
        escaped(base, count, clean)
        storage.append(UInt8(ascii: "}"))
    }

    /// Writes an integer.
    @inlinable
    public mutating func integer(_ value: Int) {
        separate()
        let magnitude = value.magnitude
        if value < 0 { storage.append(UInt8(ascii: "-")) }
        if magnitude < 10 {
            storage.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: magnitude))
        } else {
            digits(of: magnitude)
        }
    }

    /// Writes a number as it is spelt.
    public mutating func number(_ number: JSONNumber) {
        self.number(text: number.text)
    }

    /// Writes a number by its spelling, which must match the grammar of RFC 8259, section 6: it is copied unchecked.
    @inlinable
    public mutating func number(text: String) {
        separate()
        storage.append(contentsOf: text.utf8)
    }

    /// Writes a binary number in the fewest digits that give it back; `null` for an infinity or NaN, which JSON does
    /// not have.
    public mutating func double(_ value: Double) {
        if let number = JSONNumber(value) { self.number(number) } else { null() }
    }

    /// Writes `true` or `false`.
    @inlinable
    public mutating func bool(_ value: Bool) {
        separate()
        let word: StaticString = value ? "true" : "false"
        word.withUTF8Buffer { storage.append(contentsOf: $0) }
    }

    /// Writes `null`.
    @inlinable
    public mutating func null() {
        separate()
        let word: StaticString = "null"
        word.withUTF8Buffer { storage.append(contentsOf: $0) }
    }

    /// Copies the JSON text of one value that was written before.
    @inlinable
    public mutating func raw(_ json: [UInt8]) {
        separate()
        storage.append(contentsOf: json)
    }

    /// Copies the JSON text of one value that was written before.
    @inlinable
    public mutating func raw(_ json: UnsafeBufferPointer<UInt8>) {
        separate()
        storage.append(contentsOf: json)
    }

    /// Writes a tree.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .number(let value): number(value)
        case .string(let value): string(value)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let object):
            beginObject()
            for member in object.members {
                name(member.name)
                self.value(member.value)
            }
            endObject()
        }
    }
}

// MARK: - Bytes

extension JSONWriter {
    /// Writes a text in quotes, and after it one more byte when one is given.
    @inlinable
    mutating func quoted(_ text: UnsafeBufferPointer<UInt8>, followedBy last: UInt8? = nil) {
        guard let base = text.baseAddress else { return copyQuoted(text, followedBy: last) }
        let clean = JSONBytes.cleanLength(base, text.count)
        guard clean < text.count else { return copyQuoted(text, followedBy: last) }
        escaped(base, text.count, clean)
        if let last { storage.append(last) }
    }

    /// Copies a text that needs no escape, with its quotes and the byte after it, in one step.
    @inlinable
    mutating func copyQuoted(_ text: UnsafeBufferPointer<UInt8>, followedBy last: UInt8? = nil) {
        let count = text.count
        storage.append(addingCapacity: count &+ 3) { room in
            room.withUnsafeMutableBufferPointer { buffer, written in
                guard let start = buffer.baseAddress else { return }
                let target = start + written
                target[0] = UInt8(ascii: "\"")
                if let base = text.baseAddress { (target + 1).update(from: base, count: count) }
                target[count &+ 1] = UInt8(ascii: "\"")
                if let last { target[count &+ 2] = last }
                written &+= count &+ (last == nil ? 2 : 3)
            }
        }
    }

    /// Copies runs that need no escape whole, and escapes what stands between them.
    /// - Parameter clean: how many bytes need no escape at the start.
    @usableFromInline
    mutating func escaped(_ base: UnsafePointer<UInt8>, _ count: Int, _ clean: Int) {
        storage.append(UInt8(ascii: "\""))
        var start = 0
        var length = clean
        while true {
            storage.append(contentsOf: UnsafeBufferPointer(start: base + start, count: length))
            start &+= length
            guard start < count else { break }
            escape(base[start])
            start &+= 1
            length = JSONBytes.cleanLength(base + start, count &- start)
        }
        storage.append(UInt8(ascii: "\""))
    }

    /// The shortest escape of a byte that may not stand for itself (RFC 8259, section 7).
    @usableFromInline
    mutating func escape(_ byte: UInt8) {
        storage.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): storage.append(byte)
        case 0x08: storage.append(UInt8(ascii: "b"))
        case 0x09: storage.append(UInt8(ascii: "t"))
        case 0x0a: storage.append(UInt8(ascii: "n"))
        case 0x0c: storage.append(UInt8(ascii: "f"))
        case 0x0d: storage.append(UInt8(ascii: "r"))
        default:
            storage.append(contentsOf: [UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0")])
            storage.append(UInt8(ascii: "0") &+ byte &>> 4)
            let low = byte & 0xf
            storage.append(low < 10 ? UInt8(ascii: "0") &+ low : UInt8(ascii: "a") &+ (low &- 10))
        }
    }

    @usableFromInline
    mutating func digits(of magnitude: UInt) {
        let most = 20
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: most) { buffer in
            var rest = magnitude
            var start = most
            while rest > 0 {
                start &-= 1
                buffer[start] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
            storage.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[start...]))
        }
    }
}
