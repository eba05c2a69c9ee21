import DynamoModel
import JSONText

/// Reads the members of a JSON object. `null` is as good as absent, and so is a value of another type: a request's
/// types have been checked before, and an answer that lacks what it must have is refused by ``required(_:_:)``.
struct WireObject {
    let members: JSONObject
    /// How faults of the values in it are worded.
    let wording: ValueWording

    init(_ members: JSONObject, _ wording: ValueWording = .inOrder) {
        self.members = members
        self.wording = wording
    }

    /// The object; empty when the value is not an object.
    init(_ value: JSONValue?, _ wording: ValueWording = .inOrder) {
        self.init(value?.objectValue ?? JSONObject(), wording)
    }

    subscript(_ name: String) -> JSONValue? {
        guard let value = members[name], !value.isNull else { return nil }
        return value
    }

    func string(_ name: String) -> String? { self[name]?.stringValue }
    func bool(_ name: String) -> Bool? { self[name].flatMap(Self.bool) }
    func int(_ name: String) -> Int? { self[name]?.numberValue.map(Self.integer) }
    /// A number of things, of which there are no fewer than none, whatever an endpoint says.
    func count(_ name: String) -> Int? { int(name).map { max($0, 0) } }
    func double(_ name: String) -> Double? { self[name]?.doubleValue }
    func object(_ name: String) -> WireObject? { self[name]?.objectValue.map { WireObject($0, wording) } }
    func strings(_ name: String) -> [String]? { self[name]?.arrayValue?.compactMap(\.stringValue) }
    func objects(_ name: String) -> [WireObject]? {
        self[name]?.arrayValue?.compactMap { $0.objectValue.map { WireObject($0, wording) } }
    }

    /// A map of texts.
    func stringMap(_ name: String) -> [String: String]? {
        guard let object = self[name]?.objectValue else { return nil }
        var result: [String: String] = [:]
        for (name, value) in object.members { if let text = value.stringValue { result[name] = text } }
        return result
    }

    /// A value with one of several spellings.
    func choice<Value: RawRepresentable>(_ name: String, as type: Value.Type = Value.self) -> Value?
    where Value.RawValue == String {
        string(name).flatMap(Value.init(rawValue:))
    }

    /// A value that must be there.
    func required<Value>(_ name: String, _ value: Value?) throws(DynamoDBError) -> Value {
        guard let value else { throw .wireType("The member \(name) is missing or has the wrong type") }
        return value
    }

    static func bool(_ value: JSONValue) -> Bool? {
        switch value {
        case .bool(let truth): truth
        case .string(let text): truth(text)
        default: nil
        }
    }

    /// The words that the service takes for truth values in place of the keywords.
    static func truth(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true": true
        case "false": false
        default: nil
        }
    }

    /// A number as the service reads an integer: the fraction cut off, the value brought into range.
    static func integer(_ number: JSONNumber) -> Int {
        if let value = number.int { return value }
        guard let value = number.double else { return number.text.utf8.first == UInt8(ascii: "-") ? Int.min : Int.max }
        if value >= 0x1p63 { return Int.max }
        if value < -0x1p63 { return Int.min }
        return Int(value)
    }
}
