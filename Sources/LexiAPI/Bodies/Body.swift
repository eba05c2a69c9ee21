import HTTPServer
import JSONText
import Lexi

/// A body that was read by its schema: the members, and what was wrong with them.
///
/// A member of a wrong type reads as absent, and is among the `errors` already. A handler hands fields and errors to
/// the domain, which adds its own (of several faults of one field the first counts), and all are reported at once.
struct Body: Sendable {
    let object: JSONObject
    let errors: FieldErrors
    /// A body that is not JSON: its media type and its bytes. The object is empty then.
    let other: (type: String, bytes: [UInt8])?

    /// No body.
    static let empty = Body(object: [:])

    init(object: JSONObject, errors: FieldErrors = FieldErrors(), other: (type: String, bytes: [UInt8])? = nil) {
        self.object = object
        self.other = other
        self.errors = errors
    }

    /// How deep bodies may be nested.
    static let maximumDepth = 32

    /// Reads the body of a request.
    ///
    /// - Throws: `Problem`: 415 for another media type or a coding, 400 for what is not JSON (with the offset).
    static func read(_ request: HTTPRequest, _ form: BodyForm) throws(Problem) -> Body {
        let bytes = try ContentCoding.plainBody(of: request, limit: form.limit)
        if bytes.isEmpty, form.isOptional { return check([:], form) }
        if let type = MediaType.other(request.headers.all("content-type"), of: form.otherTypes) {
            return Body(object: [:], other: (type, bytes))
        }
        guard
            form.isTolerant || MediaType.isJSON(request.headers.all("content-type"), allowingMergePatch: form.isPatch)
        else {
            let json = form.isPatch ? ["application/merge-patch+json", "application/json"] : ["application/json"]
            let accepted = (json + form.otherTypes).joined(separator: " or ")
            var problem = Problem(.unsupportedMediaType, "The body must be \(accepted), in UTF-8.")
            // RFC 5789, section 2.2.
            if form.isPatch {
                problem.headers = [("Accept-Patch", "application/merge-patch+json, application/json")]
            }
            throw problem
        }
        if form.isFile { return Body(object: [:], other: ("application/json", bytes)) }
        let value = try parse(bytes)
        guard let object = value.objectValue else {
            throw .invalid("", "must be an object, not \(value.kindDescription)")
        }
        return check(object, form)
    }

    private static func parse(_ bytes: [UInt8]) throws(Problem) -> JSONValue {
        do throws(JSONError) {
            return try JSONValue.parse(bytes, limits: JSONLimits(maximumDepth: maximumDepth))
        } catch {
            throw Problem(.malformedJSON, error.description)
        }
    }

    private static func check(_ object: JSONObject, _ form: BodyForm) -> Body {
        var errors = FieldErrors()
        form.schema.check(.object(object), at: "", into: &errors)
        return Body(object: object, errors: errors)
    }
}

extension Body {
    /// Lets the domain check the fields, and takes what it makes of them.
    ///
    /// - Parameter read: gives nil when it noted an error.
    /// - Throws: `Problem`: 422 with every wrong field, those of the body's form included.
    func checked<Value>(_ read: (inout FieldErrors) -> Value?) throws(Problem) -> Value {
        var errors = errors
        if let value = read(&errors), errors.isEmpty { return value }
        throw .invalid(errors.errors)
    }

    /// An object within; its errors are among this body's. Nil when it is absent, null or something else.
    func nested(_ name: String) -> Body? { object[name]?.objectValue.map { Body(object: $0) } }

    /// The objects of a list; other values count as empty objects. Nil when the list is absent or something else.
    func list(_ name: String) -> [Body]? {
        object[name]?.arrayValue?.map { Body(object: $0.objectValue ?? [:]) }
    }

    /// Whether the member is there, be it null or of a wrong type.
    func has(_ name: String) -> Bool { object[name] != nil }

    /// The members that have a value: in a new entity null is as good as left out.
    var namesSet: [String] { object.members.filter { !$0.value.isNull }.map(\.name) }

    /// A text as a field of a draft or patch: absent when it has a wrong type, which is among the errors.
    func textField(_ name: String) -> FieldInput<String> { field(name, \.stringValue) }

    /// An integer as a field of a draft or patch.
    func integerField(_ name: String) -> FieldInput<Int> { field(name, \.wholeIntValue) }

    /// A truth value as a field of a draft or patch.
    func booleanField(_ name: String) -> FieldInput<Bool> { field(name, \.boolValue) }

    /// A number as a field of a draft or patch.
    func numberField(_ name: String) -> FieldInput<Double> { field(name, Self.number) }

    /// A list of numbers as a field of a draft or patch.
    func numbersField(_ name: String) -> FieldInput<[Double]> {
        field(name) { value in
            guard let values = value.arrayValue else { return nil }
            let numbers = values.compactMap(Self.number)
            return numbers.count == values.count ? numbers : nil
        }
    }

    /// A list of texts as a field of a draft or patch.
    func textsField(_ name: String) -> FieldInput<[String]> {
        field(name) { value in
            guard let values = value.arrayValue else { return nil }
            let texts = values.compactMap(\.stringValue)
            return texts.count == values.count ? texts : nil
        }
    }

    /// A number; one that is too large for a binary number is infinite, so that no range of the domain holds it.
    private static func number(_ value: JSONValue) -> Double? {
        guard case .number(let number) = value else { return nil }
        return number.double ?? (number.text.hasPrefix("-") ? -.infinity : .infinity)
    }

    private func field<Value: Sendable>(_ name: String, _ read: (JSONValue) -> Value?) -> FieldInput<Value> {
        guard let value = object[name] else { return .absent }
        return value.isNull ? .reset : read(value).map { .set($0) } ?? .absent
    }
}
