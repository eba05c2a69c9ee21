import FoundationEssentials
import JSONText
import Lexi

/// Reads one object of a fixture file, field by field, with errors that say where they are.
struct FixtureObject {
    let file: String
    let place: String
    let object: JSONObject
    let loadedOn: LocalDay

    func error(_ field: String, _ detail: String) -> FixtureError {
        FixtureError(file: file, place: "\(place)/\(field)", detail: detail)
    }

    /// A text that must be there.
    func string(_ field: String) throws(FixtureError) -> String {
        guard let text = try optionalString(field) else { throw error(field, "is required") }
        return text
    }

    /// A text that may be left out.
    func optionalString(_ field: String) throws(FixtureError) -> String? {
        guard let value = object[field] else { return nil }
        guard case .string(let text) = value else { throw error(field, "must be a text") }
        return text
    }

    /// A whole number that must be there.
    func integer(_ field: String) throws(FixtureError) -> Int {
        guard let number = try optionalInteger(field) else { throw error(field, "is required") }
        return number
    }

    /// A whole number that may be left out.
    func optionalInteger(_ field: String) throws(FixtureError) -> Int? {
        guard let value = object[field] else { return nil }
        guard let number = value.intValue else { throw error(field, "must be a whole number") }
        return number
    }

    /// A truth value; false when it is left out.
    func bool(_ field: String) throws(FixtureError) -> Bool {
        guard let value = object[field] else { return false }
        guard let truth = value.boolValue else { throw error(field, "must be true or false") }
        return truth
    }

    /// A list of texts that must be there.
    func strings(_ field: String) throws(FixtureError) -> [String] {
        guard case .array(let values)? = object[field] else { throw error(field, "must be a list of texts") }
        var texts: [String] = []
        for value in values {
            guard case .string(let text) = value else { throw error(field, "must be a list of texts") }
            texts.append(text)
        }
        return texts
    }

    /// A moment that must be there.
    func moment(_ field: String) throws(FixtureError) -> Timestamp {
        guard let moment = try optionalMoment(field) else { throw error(field, "is required") }
        return moment
    }

    /// A moment that may be left out.
    func optionalMoment(_ field: String) throws(FixtureError) -> Timestamp? {
        guard let text = try optionalString(field) else { return nil }
        guard let time = RelativeTime(text) else { throw error(field, "must be a time like '-12d 08:15:00'") }
        return time.moment(loadedOn: loadedOn)
    }

    /// A value made of a text that must be there.
    func value<Value>(_ field: String, _ make: (String) -> Value?) throws(FixtureError) -> Value {
        guard let value = make(try string(field)) else { throw error(field, "is not a valid value") }
        return value
    }

    /// Objects within this one.
    func objects(_ field: String) throws(FixtureError) -> [FixtureObject] {
        guard case .array(let values)? = object[field] else { throw error(field, "must be a list of objects") }
        return try FixtureObject.all(values, file: file, place: "\(place)/\(field)", loadedOn: loadedOn)
    }

    /// An object within this one, which may be left out.
    func optionalObject(_ field: String) throws(FixtureError) -> FixtureObject? {
        guard let value = object[field] else { return nil }
        guard case .object(let object) = value else { throw error(field, "must be an object") }
        return FixtureObject(file: file, place: "\(place)/\(field)", object: object, loadedOn: loadedOn)
    }

    private static func all(
        _ values: [JSONValue], file: String, place: String, loadedOn: LocalDay
    ) throws(FixtureError) -> [FixtureObject] {
        var objects: [FixtureObject] = []
        for (index, value) in values.enumerated() {
            guard case .object(let object) = value else {
                throw FixtureError(file: file, place: "\(place)/\(index)", detail: "must be an object")
            }
            objects.append(
                FixtureObject(file: file, place: "\(place)/\(index)", object: object, loadedOn: loadedOn))
        }
        return objects
    }

    /// Throws, naming the file, when it cannot be read or is not a JSON array of objects.
    static func read(_ file: String, in folder: String, loadedOn: LocalDay) throws(FixtureError) -> [FixtureObject] {
        let data: Data
        do { data = try Data(contentsOf: URL(filePath: folder).appending(path: file)) } catch {
            throw FixtureError(file: "\(folder)/\(file)", detail: "cannot be read")
        }
        do {
            guard case .array(let values) = try JSONValue.parse(Array(data)) else {
                throw FixtureError(file: file, detail: "must hold a list of objects")
            }
            return try all(values, file: file, place: "", loadedOn: loadedOn)
        } catch let error as JSONError {
            throw FixtureError(file: file, place: "byte \(error.offset)", detail: error.message)
        } catch let error as FixtureError {
            throw error
        } catch {
            throw FixtureError(file: file, detail: "\(error)")
        }
    }
}
