import DynamoModel
import IonText

// Items as Amazon Ion: each type of DynamoDB is one of Ion's, and sets are lists with an annotation.
// Source: Developer Guide, "DynamoDB table export output format" and "Amazon S3 import formats for DynamoDB".

private enum SetAnnotation: String {
    case strings = "$dynamodb_SS"
    case numbers = "$dynamodb_NS"
    case binaries = "$dynamodb_BS"
}

extension IonWriter {
    /// Writes attributes as a structure.
    mutating func attributes(_ map: AttributeMap) {
        beginStructure()
        for (name, value) in map {
            self.name(name)
            attribute(value)
        }
        endStructure()
    }

    /// Writes a value.
    mutating func attribute(_ value: AttributeValue) {
        switch value {
        case .s(let text): string(text)
        case .n(let number): decimal(number.ionText)
        case .b(let bytes): blob(bytes)
        case .bool(let truth): bool(truth)
        case .null: null()
        case .m(let map): attributes(map)
        case .l(let list): self.list(list) { $0.attribute($1) }
        case .ss(let set): self.set(.strings, set) { $0.string($1) }
        case .ns(let set): self.set(.numbers, set) { $0.decimal($1.ionText) }
        case .bs(let set): self.set(.binaries, set) { $0.blob($1) }
        }
    }

    private mutating func set<Element>(
        _ annotation: SetAnnotation, _ set: AttributeSet<Element>, _ write: (inout IonWriter, Element) -> Void
    ) {
        self.annotation(annotation.rawValue)
        list(set.elements, write)
    }

    private mutating func list<Element>(_ elements: [Element], _ write: (inout IonWriter, Element) -> Void) {
        beginList()
        for element in elements { write(&self, element) }
        endList()
    }
}

extension DynamoNumber {
    /// The number of zeros after the point from which on an exponent is written.
    private static let mostZeros = 6

    /// The number as a decimal of Ion: `103.`, `6d2`, `-1.5`, `1d-130`.
    fileprivate var ionText: String {
        if exponent == 0 { return description + "." }
        if exponent < 0, magnitude >= -Self.mostZeros { return description }
        return "\(isNegative ? "-" : "")\(coefficient)d\(exponent)"
    }
}

// MARK: - Reading

extension AttributeMap {
    /// The attributes of a structure.
    ///
    /// - Parameter level: how many maps and lists are around its values, plus one.
    /// - Throws: a fault that names the place of what is not a value of DynamoDB.
    init(ion: IonValue, level: Int = 1) throws(ItemLine.Fault) {
        guard let fields = ion.fields, ion.annotations.isEmpty else { throw ion.fault("is not a struct of attributes") }
        var members: [Member] = []
        members.reserveCapacity(fields.count)
        for field in fields { members.append((field.name, try AttributeValue(ion: field.value, level: level))) }
        members.sort { $0.name.compareBytes(with: $1.name) < 0 }
        guard let map = AttributeMap(sorted: members) else { throw ion.fault("has two fields of the same name") }
        self = map
    }
}

extension AttributeValue {
    fileprivate init(ion: IonValue, level: Int) throws(ItemLine.Fault) {
        guard level <= DynamoLimits.nesting else {
            throw ion.fault("is nested deeper than the \(DynamoLimits.nesting) levels that are allowed")
        }
        if let annotation = ion.annotations.first {
            self = try Self.set(ion, annotation)
            return
        }
        switch ion.form {
        case .null: self = .null
        case .bool(let truth): self = .bool(truth)
        case .integer, .decimal: self = .n(try Self.number(ion))
        case .string(let text): self = .s(text)
        case .blob(let bytes): self = .b(bytes)
        case .list(let elements):
            var list: [AttributeValue] = []
            list.reserveCapacity(elements.count)
            for element in elements { list.append(try AttributeValue(ion: element, level: level + 1)) }
            self = .l(list)
        case .structure: self = .m(try AttributeMap(ion: ion, level: level + 1))
        }
    }

    private static func number(_ ion: IonValue) throws(ItemLine.Fault) -> DynamoNumber {
        switch ion.form {
        case .integer(let text), .decimal(let text):
            // Zero has no sign and no exponent here, whatever Ion keeps of it.
            if ion.isZero { return .zero }
            do throws(DynamoNumberError) { return try DynamoNumber(text) } catch {
                throw ion.fault("is wrong: \(error)")
            }
        default: throw ion.fault("is not a number")
        }
    }

    private static func set(_ ion: IonValue, _ annotation: String) throws(ItemLine.Fault) -> AttributeValue {
        guard ion.annotations.count == 1, let kind = SetAnnotation(rawValue: annotation) else {
            throw ion.fault("has the annotation \(annotation), which is not a set of DynamoDB")
        }
        guard case .list(let elements) = ion.form else {
            throw ion.fault("has the annotation \(annotation), but is not a list")
        }
        for element in elements where !element.annotations.isEmpty {
            throw element.fault("is an element with an annotation")
        }
        switch kind {
        case .strings: return .ss(try set(ion, elements) { if case .string(let text) = $0.form { text } else { nil } })
        case .binaries: return .bs(try set(ion, elements) { if case .blob(let bytes) = $0.form { bytes } else { nil } })
        case .numbers:
            var numbers: [DynamoNumber] = []
            for element in elements { numbers.append(try number(element)) }
            return .ns(try set(ion, numbers))
        }
    }

    private static func set<Element>(
        _ ion: IonValue, _ elements: [IonValue], _ element: (IonValue) -> Element?
    ) throws(ItemLine.Fault) -> AttributeSet<Element> {
        var found: [Element] = []
        for value in elements {
            guard let element = element(value) else { throw value.fault("does not belong in a set of this type") }
            found.append(element)
        }
        return try set(ion, found)
    }

    private static func set<Element>(
        _ ion: IonValue, _ elements: [Element]
    ) throws(ItemLine.Fault) -> AttributeSet<Element> {
        do throws(AttributeSetError) { return try AttributeSet(elements) } catch {
            throw ion.fault(error == .empty ? "is a set without elements" : "is a set that has an element twice")
        }
    }
}

extension IonValue {
    /// What is wrong with the value, with its place.
    func fault(_ what: String) -> ItemLine.Fault { ItemLine.Fault(reason: "\(typeName) at byte \(offset) \(what)") }

    /// Whether it is a number without a digit other than zero.
    fileprivate var isZero: Bool {
        switch form {
        case .integer(let text), .decimal(let text):
            text.utf8.prefix { $0 != UInt8(ascii: "e") }.allSatisfy {
                !(UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0)
            }
        default: false
        }
    }
}
