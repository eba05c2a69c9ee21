import CivilTime
import JSONText

/// An answer of CloudWatch or IAM before it is in the form of a protocol.
indirect enum Reply: Sendable {
    case text(String)
    case number(Double)
    /// Not negative.
    case integer(Int)
    /// Seconds since 1970.
    case time(Double)
    case list([Reply])
    case members([(name: String, value: Reply)])
    /// Values by names that the request gave.
    case map([(name: String, value: Reply)])

    /// As JSON: times are seconds since 1970.
    var json: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }

    private func write(to writer: inout JSONWriter) {
        switch self {
        case .text(let text): writer.string(text)
        case .number(let number), .time(let number):
            writer.value(JSONNumber(number).map { JSONValue.number($0) } ?? .null)
        case .integer(let number): writer.value(.number(JSONNumber(number)))
        case .list(let elements):
            writer.beginArray()
            for element in elements { element.write(to: &writer) }
            writer.endArray()
        case .members(let members), .map(let members):
            writer.beginObject()
            for (name, value) in members {
                writer.name(name)
                value.write(to: &writer)
            }
            writer.endObject()
        }
    }

    /// As CBOR (RFC 8949), as the protocol `smithy-rpc-v2-cbor` has it: times have the tag 1.
    var cbor: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .text(let text): CBOR.append(text, to: &bytes)
        case .number(let number): CBOR.append(number, to: &bytes)
        case .integer(let number): CBOR.appendHead(.unsigned, number, to: &bytes)
        case .time(let seconds):
            CBOR.appendHead(.tag, CBOR.epochTime, to: &bytes)
            CBOR.append(seconds, to: &bytes)
        case .list(let elements):
            CBOR.appendHead(.array, elements.count, to: &bytes)
            for element in elements { element.write(to: &bytes) }
        case .members(let members), .map(let members):
            CBOR.appendHead(.map, members.count, to: &bytes)
            for (name, value) in members {
                CBOR.append(name, to: &bytes)
                value.write(to: &bytes)
            }
        }
    }

    /// As XML, as the protocol `query` has it: elements of a list are called `member`.
    var xml: String {
        switch self {
        case .text(let text): Self.escaped(text)
        case .number(let number): number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
        case .integer(let number): "\(number)"
        case .time(let seconds): Timestamp(roundingDown: seconds).text
        case .list(let elements): elements.map { "<member>\($0.xml)</member>" }.joined()
        case .members(let members): members.map { "<\($0.name)>\($0.value.xml)</\($0.name)>" }.joined()
        case .map(let entries):
            entries.map { "<entry><key>\(Self.escaped($0.name))</key><value>\($0.value.xml)</value></entry>" }.joined()
        }
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
