import DynamoModel
import JSONText

extension AttributeMap {
    /// The item of a JSON object in DynamoDB's form, each attribute as `{"type": value}`.
    ///
    /// - Throws: `serialization` for a value of the wrong JSON type, `validation` for one that breaks a rule of its
    ///   attribute type. What depends on a table is not checked.
    public init(itemJSON json: JSONValue) throws(DynamoDBError) {
        try TypeCheck.attributes(json)
        try self.init(wire: json)
    }
}
