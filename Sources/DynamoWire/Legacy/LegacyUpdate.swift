import JSONText
import DynamoModel

/// One entry of `AttributeUpdates`.
public struct LegacyUpdate: Sendable, Equatable {
    /// What happens to the attribute.
    public enum Action: String, Sendable {
        case put = "PUT"
        case add = "ADD"
        case delete = "DELETE"
    }

    /// The attribute, by its name and not by a path.
    public let attribute: String
    /// What happens to it.
    public let action: Action
    /// With what; nil only for a deletion.
    public let value: AttributeValue?

    /// An update; the type of the value is checked.
    ///
    /// - Throws: `validation`.
    public init(attribute: String, _ action: Action, _ value: AttributeValue?) throws(DynamoDBError) {
        switch (action, value) {
        case (.put, nil), (.add, nil):
            throw .invalidParameter("Only DELETE action is allowed when no attribute value is specified")
        case (.delete, .some(.ss)), (.delete, .some(.ns)), (.delete, .some(.bs)), (.delete, nil), (.put, .some): break
        case (.delete, let value?):
            throw .invalidParameter("DELETE action with value is not supported for the type \(value.typeName)")
        case (.add, .some(.n)), (.add, .some(.ss)), (.add, .some(.ns)), (.add, .some(.bs)), (.add, .some(.l)): break
        case (.add, let value?):
            throw .invalidParameter("ADD action is not supported for the type \(value.typeName)")
        }
        self.attribute = attribute
        self.action = action
        self.value = value
    }

    static func updates(_ entries: WireObject?) throws(DynamoDBError) -> [LegacyUpdate] {
        var result: [LegacyUpdate] = []
        for (attribute, value) in entries?.members.members ?? [] where !value.isNull {
            let object = WireObject(value, entries?.wording ?? .inOrder)
            let value = try object.value("Value")
            result.append(try LegacyUpdate(attribute: attribute, object.choice("Action") ?? .put, value))
        }
        return result
    }
}
