/// A text field of an entity that callers may set: the one place that has its name, its property, what it takes and its
/// default.
///
/// The attribute of the item, the member of the JSON, the forms of bodies and answers, the check and the change follow
/// from it.
struct TextField<Entity, Patch, Value: TextFieldValue>: Sendable {
    let name: StaticString
    let attribute: String
    let pointer: String
    let form: TextForm
    /// What the field has when it is left out or reset; nil when it is required.
    private let standard: Value?
    private let property: any WritableKeyPath<Entity, Value> & Sendable
    private let change: any WritableKeyPath<Patch, Value?> & Sendable

    init(
        _ name: StaticString, _ form: TextForm, _ property: any WritableKeyPath<Entity, Value> & Sendable,
        _ change: any WritableKeyPath<Patch, Value?> & Sendable, default standard: Value? = nil
    ) {
        self.name = name
        attribute = name.description
        pointer = "/" + attribute
        self.form = form
        self.standard = standard
        self.property = property
        self.change = change
    }
}

extension TextField: EntityField {
    var isRequired: Bool { standard == nil }

    func text(of entity: Entity) -> String { entity[keyPath: property].fieldText }

    func check(_ input: FieldInput<String>, isNew: Bool, into patch: inout Patch, _ errors: inout FieldErrors) {
        let make = { (text: String) throws(InvalidValue) -> Value in try Value(checking: text, form) }
        let value: Value?
        switch (isNew, standard) {
        case (true, let standard?): value = errors.optional(pointer, input, default: standard, make)
        case (true, nil): value = errors.required(pointer, input, make)
        case (false, _): value = errors.change(pointer, input, default: standard, make)
        }
        if let value { patch[keyPath: change] = value }
    }

    func apply(_ patch: Patch, to entity: inout Entity) {
        if let value = patch[keyPath: change] { entity[keyPath: property] = value }
    }
}

extension ItemBuilder {
    /// The attributes of fields.
    mutating func set<Entity, Patch>(_ fields: [any EntityField<Entity, Patch>], of entity: Entity) {
        for field in fields { set(field.attribute, field.text(of: entity)) }
    }
}

extension ItemReader {
    /// Throws when the attribute is missing or holds what the field does not allow.
    func value<Entity, Patch, Value>(_ field: TextField<Entity, Patch, Value>) throws(CorruptItem) -> Value {
        guard let value = Value(stored: try string(field.attribute)) else {
            throw error(field.attribute, "is not an allowed value")
        }
        return value
    }
}
