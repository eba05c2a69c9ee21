import DynamoModel

/// The files of `schema/` that are made from the registry and the table's definition; tests fail when they are stale.
public enum SchemaDocuments {
    /// A file: its path from the top of the repository, and its whole text.
    public struct Document: Sendable, Equatable {
        /// Relative to the top of the repository, with `/` between its parts.
        public let path: String
        /// The text.
        public let contents: String

        /// The path within `schema/`.
        public var name: String { String(path.dropFirst(SchemaDocuments.folder.utf8.count)) }
    }

    static let folder = "schema/"
    /// What the files say of themselves, where they can.
    static let origin =
        "Made from the registry in `Sources/Lexi/Table` by `lexi table schema --write`: do not edit."

    /// All files that follow from the registry alone.
    public static var all: [Document] {
        [
            Document(path: "schema/access-patterns.md", contents: AccessPatternsDocument.text),
            Document(path: "schema/table.json", contents: TableDocuments.table),
            Document(path: "schema/ttl.json", contents: TableDocuments.timeToLive),
            Document(path: "schema/recovery.json", contents: TableDocuments.recovery),
            Document(path: "schema/cloudformation.yaml", contents: CloudFormationDocument.text),
            Document(path: "schema/terraform/main.tf", contents: TerraformDocument.text),
            Document(path: "schema/iam-policy.json", contents: TablePolicy.service.json),
            Document(path: "schema/iam-policy-administrator.json", contents: TablePolicy.administrator.json),
        ]
    }

    /// The text of `schema/iam-policy.json`: what the service may do with its table.
    public static var policy: String { TablePolicy.service.json }

    /// The paths of all files.
    public static var paths: [String] { all.map(\.path) + [workbench(samples: []).path] }

    /// The data model for NoSQL Workbench, with these items of the table as its sample data.
    public static func workbench(samples: [Item]) -> Document {
        Document(path: "schema/nosql-workbench.json", contents: WorkbenchDocument.text(samples: samples))
    }
}
