import DynamoModel

/// Collects the wrong fields of a body, so that the caller hears of all at once.
///
/// Of several faults of one field the first counts: the reader of a body notes wrong types, then the checks of values
/// follow, and a field whose type was wrong is not also reported as missing.
///
/// The first ``LexiLimits/fieldErrors`` are kept: each is held against all that are known, so that a body made of
/// nothing but faults would otherwise cost the square of their number, and an answer many times its size.
public struct FieldErrors: Sendable {
    /// What was found so far.
    public private(set) var errors: [FieldError] = []

    /// No faults yet.
    public init() {}

    /// Whether nothing was wrong.
    public var isEmpty: Bool { errors.isEmpty }

    /// Whether as many are kept as there may be, so that further ones are not noted.
    public var isFull: Bool { errors.count >= LexiLimits.fieldErrors }

    /// Notes a wrong field, unless it is known to be wrong.
    public mutating func add(_ pointer: String, _ detail: String) {
        guard !isFull, !has(pointer) else { return }
        errors.append(FieldError(pointer, detail))
    }

    /// Whether this field is known to be wrong.
    public func has(_ pointer: String) -> Bool {
        errors.contains { $0.pointer.hasSameBytes(as: pointer) }
    }

    /// Throws what was found, if anything.
    public func check() throws(ValidationError) {
        guard errors.isEmpty else { throw ValidationError(errors) }
    }
}

// MARK: - Parts of a body

extension FieldErrors {
    /// Takes over the faults of a part of the body that stands at a pointer.
    ///
    /// - Returns: whether neither the part nor what is known of it is wrong.
    mutating func take(_ found: FieldErrors, at pointer: String) -> Bool {
        for error in found.errors { add(pointer + error.pointer, error.detail) }
        return !errors.contains { $0.pointer.hasBytePrefix(pointer + "/") || $0.pointer.hasSameBytes(as: pointer) }
    }
}

// MARK: - Checks of fields

extension FieldErrors {
    /// The value of a field that must be there; nil, and noted, when it is not or is wrong.
    mutating func required<Raw, Value>(
        _ pointer: String, _ field: FieldInput<Raw>, _ make: (Raw) throws(InvalidValue) -> Value
    ) -> Value? {
        switch field {
        case .absent:
            add(pointer, "is required")
            return nil
        case .reset:
            add(pointer, "must not be null")
            return nil
        case .set(let raw): return value(pointer, raw, make)
        }
    }

    /// The value of a field that may be left out or null, which means its default; nil, and noted, when it is wrong.
    mutating func optional<Raw, Value>(
        _ pointer: String, _ field: FieldInput<Raw>, default standard: Value,
        _ make: (Raw) throws(InvalidValue) -> Value
    ) -> Value? {
        guard case .set(let raw) = field else { return standard }
        return value(pointer, raw, make)
    }

    /// The change of a field whose default is `standard`: null resets it; without a default null is refused.
    mutating func change<Raw, Value>(
        _ pointer: String, _ field: FieldInput<Raw>, default standard: Value?,
        _ make: (Raw) throws(InvalidValue) -> Value
    ) -> Value? {
        switch field {
        case .absent: return nil
        case .reset:
            if standard == nil { add(pointer, "is required and cannot be reset") }
            return standard
        case .set(let raw): return value(pointer, raw, make)
        }
    }

    private mutating func value<Raw, Value>(
        _ pointer: String, _ raw: Raw, _ make: (Raw) throws(InvalidValue) -> Value
    ) -> Value? {
        do { return try make(raw) } catch {
            add(pointer, error.detail)
            return nil
        }
    }
}
