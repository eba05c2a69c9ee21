/// A field of a body as it came: left out, null, or a value.
///
/// In a merge patch (RFC 7396) null resets a field to its default; in a new entity it means the default.
public enum FieldInput<Value: Sendable>: Sendable {
    /// The field was left out.
    case absent
    /// The field was null.
    case reset
    /// The field had a value.
    case set(Value)

    /// Whether the field was left out.
    public var isAbsent: Bool { if case .absent = self { true } else { false } }

    /// Whether the field had a value. In a new entity null means the default, as if the field were left out: a rule
    /// about who may set a field asks for this.
    public var isSet: Bool { if case .set = self { true } else { false } }
}

extension FieldInput: Equatable where Value: Equatable {}
