/// A declared key of an entity, whatever its components.
protocol DeclaredKey<Entity>: Sendable {
    associatedtype Entity
    var index: TableIndex { get }
    var templates: (partition: KeyTemplate, sort: KeyTemplate) { get }
    func texts(of entity: Entity) -> (partition: String, sort: String)?
}
