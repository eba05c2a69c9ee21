import Digests
import DynamoModel
import JSONText

// The JSON form of attribute values: one member named after the type. Source: API reference, `AttributeValue`.

extension AttributeValue {
    /// The value of a JSON form whose types have been checked (``TypeCheck/attributeValue(_:_:)``).
    ///
    /// - Parameters:
    ///   - level: how many maps and lists are around it, plus one.
    ///   - wording: how faults are reported.
    /// - Throws: `validation` when it breaks a rule of its type.
    init(wire json: JSONValue, level: Int = 1, _ wording: ValueWording = .inOrder) throws(DynamoDBError) {
        guard level <= DynamoLimits.nesting else { throw .validation(Self.nestingMessage) }
        var found: AttributeValue?
        var count = 0
        for (name, value) in json.objectValue?.members ?? [] where !value.isNull {
            guard let decoded = try Self.decode(name, value, level, wording) else { continue }
            found = decoded
            count += 1
        }
        guard let found else { throw .validation(Self.emptyMessage) }
        guard count == 1 else { throw .validation(Self.ambiguousMessage) }
        self = found
    }

    private static func decode(
        _ type: String, _ value: JSONValue, _ level: Int, _ wording: ValueWording
    ) throws(DynamoDBError) -> AttributeValue? {
        switch type {
        case "S": return value.stringValue.map(AttributeValue.s)
        case "N": return .n(try number(value, wording))
        case "B": return .b(try WireBlob.decode(value.stringValue ?? ""))
        case "BOOL": return WireObject.bool(value).map(AttributeValue.bool)
        case "NULL":
            guard WireObject.bool(value) == true else { throw .invalidParameter(nullMessage) }
            return .null
        case "M": return .m(try AttributeMap(wire: value, level: level + 1, wording))
        case "L": return .l(try list(value, level + 1, wording))
        case "SS": return .ss(try stringSet(value, wording))
        case "NS": return .ns(try numberSet(value, wording))
        case "BS": return .bs(try binarySet(value, wording))
        default: return nil
        }
    }

    private static func number(_ value: JSONValue, _ wording: ValueWording) throws(DynamoDBError) -> DynamoNumber {
        let text = value.stringValue ?? ""
        if wording == .statement { try JavaNumber.check(text) }
        do throws(DynamoNumberError) {
            return try DynamoNumber(text)
        } catch {
            throw .validation(error.description + (text.isEmpty && wording == .inOrder ? ": " : ""))
        }
    }

    private static func list(
        _ value: JSONValue, _ level: Int, _ wording: ValueWording
    ) throws(DynamoDBError) -> [AttributeValue] {
        var elements: [AttributeValue] = []
        for element in value.arrayValue ?? [] {
            elements.append(try AttributeValue(wire: element, level: level, wording))
        }
        return elements
    }

    private static func stringSet(
        _ value: JSONValue, _ wording: ValueWording
    ) throws(DynamoDBError) -> AttributeSet<String> {
        let elements = (value.arrayValue ?? []).compactMap(\.stringValue)
        guard !elements.isEmpty else { throw .invalidParameter("An string set  may not be empty") }
        return try set(elements) {
            let shown = wording != .inOrder ? elements : quoted(elements.indices.map { (elements[$0], elements[$0]) })
            return .invalidParameter("Input collection [\(shown.joined(separator: ", "))] contains duplicates.")
        }
    }

    private static func numberSet(
        _ value: JSONValue, _ wording: ValueWording
    ) throws(DynamoDBError) -> AttributeSet<DynamoNumber> {
        var elements: [DynamoNumber] = []
        for element in value.arrayValue ?? [] { elements.append(try number(element, wording)) }
        guard !elements.isEmpty else { throw .invalidParameter("An number set  may not be empty") }
        return try set(elements) {
            wording != .inOrder
                ? .validation("Input collection contains duplicates")
                : .invalidParameter("Input collection contains duplicates.")
        }
    }

    private static func binarySet(
        _ value: JSONValue, _ wording: ValueWording
    ) throws(DynamoDBError) -> AttributeSet<[UInt8]> {
        let texts = (value.arrayValue ?? []).compactMap(\.stringValue)
        guard !texts.isEmpty else { throw .invalidParameter("Binary sets should not be empty") }
        var elements: [[UInt8]] = []
        for text in texts { elements.append(try WireBlob.decode(text)) }
        // The missing space is the service's.
        return try set(elements) {
            let shown =
                wording != .inOrder
                ? texts.joined(separator: ", ") : quoted(Array(zip(elements, texts))).joined(separator: ",")
            return .invalidParameter("Input collection [\(shown)]of type BS contains duplicates.")
        }
    }

    /// The elements of a set as the current wording shows them: in order up to the first that comes again, the others
    /// as they were sent.
    private static func quoted<Element: AttributeSetElement>(_ elements: [(value: Element, text: String)]) -> [String] {
        let order = elements.indices.sorted { left, right in
            let comparison = Element.compare(elements[left].value, elements[right].value)
            return comparison < 0 || comparison == 0 && left < right
        }
        var distinct = elements.count
        for (one, next) in zip(order, order.dropFirst())
        where Element.compare(elements[one].value, elements[next].value) == 0 {
            distinct = min(distinct, next)
        }
        let shown = order.filter { $0 < distinct } + Array(distinct..<elements.count)
        return shown.map { "\"\(elements[$0].text)\"" }
    }

    private static func set<Element: AttributeSetElement>(
        _ elements: [Element], _ duplicates: () -> DynamoDBError
    ) throws(DynamoDBError) -> AttributeSet<Element> {
        do throws(AttributeSetError) {
            return try AttributeSet(elements)
        } catch {
            throw duplicates()
        }
    }

    static let emptyMessage = "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
    static let ambiguousMessage =
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"
    private static let nullMessage = "Null attribute value types must have the value of true"
    static let nestingMessage =
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit"
}

extension DynamoDBError {
    /// A value that breaks a rule of its type.
    static func invalidParameter(_ message: String) -> DynamoDBError {
        .validation("One or more parameter values were invalid: \(message)")
    }
}

extension AttributeMap {
    /// The members of a JSON form whose types have been checked.
    init(wire json: JSONValue, level: Int = 1, _ wording: ValueWording = .inOrder) throws(DynamoDBError) {
        let members = json.objectValue?.members ?? []
        guard wording != .statement else {
            self = AttributeMap()
            for (name, value) in members { self[name] = try AttributeValue(wire: value, level: level, wording) }
            return
        }
        var sorted: [Member] = []
        sorted.reserveCapacity(members.count)
        for place in Self.order(of: members) {
            let (name, value) = members[place]
            sorted.append((name, try AttributeValue(wire: value, level: level, wording)))
        }
        // Names are unique: the JSON parser refuses duplicates.
        self = AttributeMap(sorted: sorted) ?? AttributeMap(sorted.map { ($0.name, $0.value) })
    }

    /// The attributes of an answer. Engines that take a level more than DynamoDB can have it in their items.
    init(answer json: JSONValue) throws(DynamoDBError) { try self.init(wire: json, level: 0) }

    /// The places of members in the order of their names' bytes. Numbers are moved about, not members: those are
    /// counted references; and most names differ in their first eight bytes, which compare as one number.
    private static func order(of members: [JSONObject.Member]) -> [Int] {
        var order = members.indices.map { (start: start(of: members[$0].name), place: $0) }
        order.sort { left, right in
            if left.start != right.start { return left.start < right.start }
            return members[left.place].name.compareBytes(with: members[right.place].name) < 0
        }
        return order.map(\.place)
    }

    private static func start(of name: String) -> UInt64 {
        name.withBytes { bytes in
            var start: UInt64 = 0
            for index in 0..<8 { start = start << 8 | (index < bytes.count ? UInt64(bytes[index]) : 0) }
            return start
        }
    }
}

// MARK: - Writing

extension JSONWriter {
    /// Writes attributes as an object.
    public mutating func attributes(_ map: AttributeMap) {
        beginObject()
        for (name, value) in map {
            self.name(name)
            attribute(value)
        }
        endObject()
    }

    /// Writes a value as an object with the one member that names its type.
    public mutating func attribute(_ value: AttributeValue) {
        beginObject()
        switch value {
        case .s(let text):
            name("S")
            string(text)
        case .n(let number):
            name("N")
            string(number.description)
        case .b(let bytes):
            name("B")
            string(Base64.encode(bytes))
        case .bool(let truth):
            name("BOOL")
            bool(truth)
        case .null:
            name("NULL")
            bool(true)
        case .m(let map):
            name("M")
            attributes(map)
        case .l(let list):
            name("L")
            array(list) { writer, element in writer.attribute(element) }
        case .ss(let set):
            name("SS")
            array(set.elements) { writer, element in writer.string(element) }
        case .ns(let set):
            name("NS")
            array(set.elements) { writer, element in writer.string(element.description) }
        case .bs(let set):
            name("BS")
            array(set.elements) { writer, element in writer.string(Base64.encode(element)) }
        }
        endObject()
    }

    /// Writes an array, each element by `write`.
    mutating func array<Element>(_ elements: [Element], _ write: (inout JSONWriter, Element) -> Void) {
        beginArray()
        for element in elements { write(&self, element) }
        endArray()
    }

    /// Writes an object of values by name, in the order of the names so that equal answers have equal bytes.
    mutating func map<Value>(_ map: [String: Value], _ write: (inout JSONWriter, Value) -> Void) {
        beginObject()
        for (name, value) in map.sorted(by: { $0.key.compareBytes(with: $1.key) < 0 }) {
            self.name(name)
            write(&self, value)
        }
        endObject()
    }
}
