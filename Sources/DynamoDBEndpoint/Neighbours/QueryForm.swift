import HTTPServer
import JSONText

/// Requests of the protocol `query`: a form, in which `A.member.1.B` is the member B of the first element of A.
enum QueryForm {
    /// The most members of a request.
    private static let mostMembers = 2_000
    /// The most parts of a member's name: reading is recursive.
    private static let deepest = 16

    /// The members as JSON would have them; nil when the form is malformed. All values are texts.
    static func value(_ body: [UInt8]) -> JSONValue? {
        guard let query = HTTPQuery(body[...]), query.items.count <= mostMembers else { return nil }
        let root = Node()
        for item in query.items {
            var node = root
            let parts = item.name.split(separator: UInt8(ascii: "."))
            guard parts.count <= deepest else { return nil }
            for part in parts {
                node = node.child(String(decoding: part, as: UTF8.self))
            }
            node.text = String(decoding: item.value, as: UTF8.self)
        }
        return root.json
    }

    private final class Node {
        var text: String?
        private var names: [String] = []
        private var children: [String: Node] = [:]

        func child(_ name: String) -> Node {
            if let child = children[name] { return child }
            let child = Node()
            children[name] = child
            names.append(name)
            return child
        }

        var json: JSONValue {
            if names.isEmpty { return .string(text ?? "") }
            // A list is a member of this name with numbered members.
            if names == ["member"], let list = children["member"] {
                let numbered = list.names.compactMap { name in Int(name).map { ($0, name) } }.sorted { $0.0 < $1.0 }
                return .array(numbered.compactMap { list.children[$0.1]?.json })
            }
            var members = JSONObject()
            for name in names { members[name] = children[name]?.json }
            return .object(members)
        }
    }
}
