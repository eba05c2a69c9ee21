import DynamoModel
import JSONText

/// The syntax of a resource policy: IAM's grammar of policies as far as it needs no knowledge of accounts.
///
/// Source: IAM User Guide, "Grammar of the IAM JSON policy language"; Developer Guide, "Resource-based policy
/// considerations" (20 KB).
enum PolicySyntax {
    static let greatestSize = 20 * 1024

    /// - Throws: `validation` that says what is wrong.
    static func check(_ text: String) throws(DynamoDBError) {
        guard text.utf8.count <= greatestSize else { throw fault("it is larger than \(greatestSize) bytes") }
        let policy: JSONValue
        do throws(JSONError) { policy = try JSONValue.parse(Array(text.utf8)) } catch {
            throw fault("it is not JSON: \(error)")
        }
        guard let members = policy.objectValue else { throw fault("it is not a JSON object") }
        try checkNames(members, ["Version", "Id", "Statement"], "the policy")
        if let version = members["Version"] {
            guard ["2012-10-17", "2008-10-17"].contains(version.stringValue ?? "") else {
                throw fault("its Version is neither 2012-10-17 nor 2008-10-17")
            }
        }
        guard let statements = members["Statement"] else { throw fault("it has no Statement") }
        let list = statements.arrayValue ?? [statements]
        guard !list.isEmpty else { throw fault("it has no Statement") }
        for (position, statement) in list.enumerated() { try check(statement, "statement \(position + 1)") }
    }

    private static func check(_ statement: JSONValue, _ place: String) throws(DynamoDBError) {
        guard let members = statement.objectValue else { throw fault("\(place) is not a JSON object") }
        try checkNames(
            members,
            [
                "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource",
                "Condition",
            ], place)
        guard ["Allow", "Deny"].contains(members["Effect"]?.stringValue ?? "") else {
            throw fault("the Effect of \(place) is neither Allow nor Deny")
        }
        for name in ["Principal", "Action", "Resource"] {
            guard (members[name] == nil) != (members["Not\(name)"] == nil) else {
                throw fault("\(place) must have one of \(name) and Not\(name)")
            }
        }
        for name in ["Action", "NotAction", "Resource", "NotResource"] {
            guard let value = members[name] else { continue }
            try checkTexts(value, "\(name) of \(place)", isAction: name.hasSuffix("Action"))
        }
        for name in ["Principal", "NotPrincipal"] {
            guard let value = members[name] else { continue }
            guard value.stringValue == "*" || value.objectValue.map({ $0.count > 0 }) ?? false else {
                throw fault("the \(name) of \(place) is neither \"*\" nor an object")
            }
        }
        if let condition = members["Condition"], condition.objectValue == nil {
            throw fault("the Condition of \(place) is not an object")
        }
    }

    private static func checkTexts(_ value: JSONValue, _ what: String, isAction: Bool) throws(DynamoDBError) {
        let texts = value.arrayValue?.map(\.stringValue) ?? [value.stringValue]
        guard !texts.isEmpty, texts.allSatisfy({ $0 != nil }) else {
            throw fault("the \(what) is neither a text nor a list of texts")
        }
        for text in texts.compactMap({ $0 }) where isAction && text != "*" {
            guard text.lowercased().hasPrefix("dynamodb:") else {
                throw fault("the \(what) is not one of DynamoDB's: \(text)")
            }
        }
    }

    private static func checkNames(_ members: JSONObject, _ known: [String], _ place: String) throws(DynamoDBError) {
        for name in members.names where !known.contains(name) { throw fault("\(place) has an unknown member \(name)") }
    }

    private static func fault(_ what: String) -> DynamoDBError {
        .validation("Resource-based policy failed validation: Syntax error: \(what)")
    }
}
