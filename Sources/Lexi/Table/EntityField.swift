/// A text field, whatever its values.
public protocol EntityField<Entity, Patch>: Sendable {
    /// The entity.
    associatedtype Entity
    /// What a change of the entity sets.
    associatedtype Patch

    /// The name of the attribute and of the member.
    var name: StaticString { get }
    /// The name as a text.
    var attribute: String { get }
    /// Where the member stands in a body (RFC 6901).
    var pointer: String { get }
    /// What it takes.
    var form: TextForm { get }
    /// Whether a new entity has to have it, so that it cannot be reset.
    var isRequired: Bool { get }
    /// Its text in items and answers.
    func text(of entity: Entity) -> String
    /// Checks what a body has of it, and sets it in the patch. One that was left out is set for a new entity only, to
    /// its default. Faults are noted.
    func check(_ input: FieldInput<String>, isNew: Bool, into patch: inout Patch, _ errors: inout FieldErrors)
    /// Takes the field's change over from a patch, if the patch has one.
    func apply(_ patch: Patch, to entity: inout Entity)
}
