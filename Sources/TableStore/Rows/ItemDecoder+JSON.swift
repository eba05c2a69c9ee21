import Digests
import DynamoModel
import JSONText

// From the stored form into JSON in DynamoDB's form ("API reference", `AttributeValue`), without values in between: the
// same bytes that `DynamoWire` writes of the values. Every method returns false when the bytes are not what it asks
// for; what was written is of no use then.

extension ItemDecoder {
    /// Writes an item as an object.
    mutating func writeItem(to json: inout JSONWriter) -> Bool {
        guard let count = length() else { return false }
        json.beginObject()
        for _ in 0..<count { guard writeMember(to: &json) else { return false } }
        json.endObject()
        return true
    }

    /// Most members have a numbered name and a text or a whole number.
    @inline(__always)
    private mutating func writeMember(to json: inout JSONWriter) -> Bool {
        var ahead = self
        guard let reference = ahead.varint(), reference & 1 == 1, let tag = ahead.byte(),
            tag == ItemCodec.Tag.s || tag == ItemCodec.Tag.int,
            let head = names?.jsonHead(Int(truncatingIfNeeded: reference >> 1))
        else { return writeOtherMember(to: &json, depth: 0) }
        self = ahead
        if tag == ItemCodec.Tag.s {
            guard let text = slice() else { return false }
            json.member(head: head, letter: UInt8(ascii: "S"), utf8: text.assumingMemoryBound(to: UInt8.self))
            return true
        }
        guard let value = integer() else { return false }
        Self.withDigits(value) { json.member(head: head, letter: UInt8(ascii: "N"), utf8: $0) }
        return true
    }

    private mutating func writeOtherMember(to json: inout JSONWriter, depth: Int) -> Bool {
        guard let name = name() else { return false }
        json.name(name)
        return writeValue(to: &json, depth: depth)
    }

    private mutating func writeMembers(to json: inout JSONWriter, depth: Int) -> Bool {
        guard depth <= ItemCodec.maximumDepth, let count = length() else { return false }
        json.beginObject()
        for _ in 0..<count { guard writeOtherMember(to: &json, depth: depth) else { return false } }
        json.endObject()
        return true
    }

    /// Writes a value as an object of one member that is named after its type.
    private mutating func writeValue(to json: inout JSONWriter, depth: Int) -> Bool {
        guard let tag = byte() else { return false }
        json.beginObject()
        guard writeTyped(tag, to: &json, depth) else { return false }
        json.endObject()
        return true
    }

    private mutating func writeTyped(_ tag: UInt8, to json: inout JSONWriter, _ depth: Int) -> Bool {
        switch tag {
        case ItemCodec.Tag.s:
            json.name("S")
            return writeText(to: &json)
        case ItemCodec.Tag.int, ItemCodec.Tag.number:
            json.name("N")
            return writeNumber(tag, to: &json)
        case ItemCodec.Tag.b:
            json.name("B")
            return writeBytes(to: &json)
        case ItemCodec.Tag.no, ItemCodec.Tag.yes:
            json.name("BOOL")
            json.bool(tag == ItemCodec.Tag.yes)
            return true
        case ItemCodec.Tag.null:
            json.name("NULL")
            json.bool(true)
            return true
        default: return writeCollection(tag, to: &json, depth)
        }
    }

    private mutating func writeCollection(_ tag: UInt8, to json: inout JSONWriter, _ depth: Int) -> Bool {
        switch tag {
        case ItemCodec.Tag.m:
            json.name("M")
            return writeMembers(to: &json, depth: depth + 1)
        case ItemCodec.Tag.l:
            json.name("L")
            guard depth < ItemCodec.maximumDepth else { return false }
            return writeElements(to: &json) { $0.writeValue(to: &$1, depth: depth + 1) }
        case ItemCodec.Tag.ss:
            json.name("SS")
            return writeElements(to: &json) { $0.writeText(to: &$1) }
        case ItemCodec.Tag.ns:
            json.name("NS")
            return writeElements(to: &json) { decoder, json in
                decoder.byte().map { decoder.writeNumber($0, to: &json) } ?? false
            }
        case ItemCodec.Tag.bs:
            json.name("BS")
            return writeElements(to: &json) { $0.writeBytes(to: &$1) }
        default: return false
        }
    }

    private mutating func writeElements(
        to json: inout JSONWriter, _ write: (inout ItemDecoder, inout JSONWriter) -> Bool
    ) -> Bool {
        guard let count = length() else { return false }
        json.beginArray()
        for _ in 0..<count { guard write(&self, &json) else { return false } }
        json.endArray()
        return true
    }

    private mutating func writeText(to json: inout JSONWriter) -> Bool {
        guard let text = slice() else { return false }
        json.string(utf8: text.assumingMemoryBound(to: UInt8.self))
        return true
    }

    private mutating func writeBytes(to json: inout JSONWriter) -> Bool {
        guard let bytes = slice() else { return false }
        json.string(Base64.encode(bytes))
        return true
    }

    private mutating func writeNumber(_ tag: UInt8, to json: inout JSONWriter) -> Bool {
        guard let number = number(tag) else { return false }
        json.string(number.description)
        return true
    }

    /// Runs `body` on the digits of an integer, with its sign.
    @inline(__always)
    private static func withDigits(_ value: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        // -9223372036854775808
        let most = 20
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: most) { digits in
            var (rest, start) = (value.magnitude, most)
            repeat {
                start &-= 1
                digits[start] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            if value < 0 {
                start &-= 1
                digits[start] = UInt8(ascii: "-")
            }
            body(UnsafeBufferPointer(rebasing: digits[start...]))
        }
    }
}
