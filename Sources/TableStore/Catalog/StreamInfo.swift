import DynamoModel

/// One state of a stream's definition with what is derived from it. A change makes a new one.
package final class StreamInfo: Sendable {
    package let definition: StreamDefinition
    /// The layout of the keys of the table.
    package let layout: KeyLayout

    package init(_ definition: StreamDefinition) {
        self.definition = definition
        layout = KeyLayout(definition.keySchema, definition.attributeDefinitions)
    }
}
