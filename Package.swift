// swift-tools-version: 6.2
import PackageDescription

// The tree shows the architecture: everything above `DynamoModel`'s protocol `DynamoDB` is Lexi, everything below it is
// a way to have a table. No packages from outside; `libsqlite3-dev` is the one library beside the toolchain.

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// A library target with the settings that all of our code is built with.
func library(
    _ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil, exclude: [String] = [],
    resources: [Resource] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: path, exclude: exclude, resources: resources,
        swiftSettings: strict)
}

/// A test target beside its subject, named after it.
func tests(_ subject: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: "\(subject)Tests", dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
    name: "lexi",
    products: [
        .executable(name: "lexi", targets: ["LexiCommand"]),
        .executable(name: "lexi-bench", targets: ["LexiBenchmarks"]),
        // Preloaded into the program by tests.
        .library(name: "FaultyMachine", type: .dynamic, targets: ["FaultyMachine"]),
    ],
    targets: [
        // What the toolchain does not declare for Swift.
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CLinux"),

        // Foundations: no I/O, no domain.
        library("Threads", ["CLinux"]),
        // The calendar, and the machine's clocks.
        library("CivilTime"),
        library("Digests"),
        // Codable values as trees: attribute values, JSON.
        library("TreeCoding"),
        library("JSONText", ["TreeCoding"]),
        library("IonText", ["Digests"]),
        library("Compression", ["Digests"]),
        library("DelimitedText"),
        // Files of cards, as pure values: tables of text, JSON, Anki's packages.
        library("CardFormats", ["DelimitedText", "Compression", "Digests", "JSONText", "CivilTime", "CSQLite"]),
        library("PublicKeys", ["Digests", "JSONText"]),
        library("BoundedFetch"),
        // The words of HTTP messages, for those who read them and those who write them.
        library("HTTPText", ["CivilTime"]),

        // The table: its contract, its language, its embedded engine.
        library("DynamoModel", ["TreeCoding"]),
        library("DynamoExpressions", ["DynamoModel"]),
        library(
            "TableStore",
            ["DynamoModel", "JSONText", "TreeCoding", "Digests", "CivilTime", "Threads", "Compression", "CSQLite"],
            exclude: ["README.md"]),
        library(
            "EmbeddedDynamoDB",
            [
                "TableStore", "DynamoModel", "DynamoExpressions", "DynamoWire", "ItemFiles", "Compression", "JSONText",
                "IonText",
                "Digests", "CivilTime",
            ]),

        // The table's wire protocol, in both directions, and who may speak it.
        library("AWSSignatures", ["Digests", "CivilTime", "HTTPText"]),
        library("DynamoWire", ["DynamoModel", "JSONText", "Digests"]),
        library(
            "DynamoDBEndpoint",
            [
                "HTTPServer", "HTTPText", "DynamoModel", "DynamoWire", "AWSSignatures", "Compression", "CivilTime",
                "JSONText",
                "Digests",
            ]),

        // A table elsewhere: where it is, who may use it, how it is called.
        library("AWSConfiguration", ["AWSSignatures", "BoundedFetch", "CivilTime", "HTTPText", "JSONText", "CLinux"]),
        library(
            "RemoteDynamoDB",
            [
                "DynamoModel", "DynamoExpressions", "DynamoWire", "AWSSignatures", "AWSConfiguration", "HTTPText",
                "JSONText", "Digests", "CivilTime", "Threads", "CLinux",
            ]),

        // Items on their way between tables and files, whatever holds the tables; and how items stand in files.
        library("ItemFiles", ["DelimitedText", "DynamoModel", "DynamoWire", "JSONText", "IonText", "Digests"]),
        library(
            "TableTransfer",
            ["ItemFiles", "DynamoModel", "DynamoWire", "JSONText", "TreeCoding", "Digests", "Compression"]),

        // Changes on their way from streams to handlers, whatever holds the tables.
        library("StreamConsumer", ["CivilTime", "DynamoModel", "DynamoWire", "JSONText", "Digests", "TableTransfer"]),

        // The service: sockets, the domain, the API, the program.
        library("HTTPServer", ["HTTPText", "CivilTime", "Threads", "CLinux"]),
        library("Lexi", ["DynamoModel", "Digests", "CivilTime"], exclude: ["README.md"]),
        library("LexiUseCases", ["Lexi", "CardFormats"]),
        library("LexiSchema", ["Lexi", "DynamoModel", "Digests"]),
        // The page at `/`: its files are compiled in, so that the program is one file.
        library(
            "LexiConsole",
            resources: [
                "page.html", "style.css", "dom.js", "figures.js", "charts.js", "overview.js", "reference.js",
                "explorer.js", "start.js",
            ].map { .embedInCode("Page/\($0)") }),
        library(
            "LexiAPI",
            [
                "CardFormats", "HTTPServer", "HTTPText", "LexiUseCases", "LexiConsole", "Lexi", "DynamoModel",
                "DynamoWire", "Digests",
                "JSONText", "PublicKeys", "Threads", "Compression",
            ]),
        library("LexiFixtures", ["Lexi", "DynamoModel", "JSONText"]),
        .executableTarget(
            name: "LexiCommand",
            dependencies: [
                "Lexi", "LexiUseCases", "LexiAPI", "LexiFixtures", "LexiSchema", "DynamoDBEndpoint", "RemoteDynamoDB",
                "AWSConfiguration", "AWSSignatures", "DynamoWire", "HTTPServer", "HTTPText", "EmbeddedDynamoDB",
                "TableStore",
                "TableTransfer", "StreamConsumer", "DynamoModel", "BoundedFetch", "CivilTime", "Digests", "JSONText",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "LexiBenchmarks",
            dependencies: [
                "RemoteDynamoDB", "EmbeddedDynamoDB", "TableStore", "DynamoModel", "DynamoWire", "CLinux", "JSONText",
            ],
            swiftSettings: strict),

        // Tests: one folder per target, and helpers of their own.
        library(
            "TestSupport",
            [
                "DynamoModel", "EmbeddedDynamoDB", "TableStore", "RemoteDynamoDB", "DynamoDBEndpoint", "HTTPServer",
                "AWSSignatures", "AWSConfiguration", "CivilTime", "Lexi", "Threads", "CLinux",
            ],
            path: "Tests/TestSupport"),
        tests("Threads", ["Threads", "CLinux"]),
        tests("CivilTime", ["CivilTime"]),
        tests("Digests", ["Digests"]),
        tests("TreeCoding", ["TreeCoding", "DynamoModel", "JSONText"]),
        tests("JSONText", ["JSONText"]),
        tests("IonText", ["IonText"]),
        tests("Compression", ["Compression"]),
        tests("CardFormats", ["CardFormats", "DelimitedText", "Compression"]),
        tests("PublicKeys", ["PublicKeys", "Digests"]),
        tests("BoundedFetch", ["BoundedFetch", "TestSupport"]),
        tests("HTTPText", ["HTTPText", "CivilTime", "TestSupport"]),
        tests("DynamoModel", ["DynamoModel"]),
        tests("DynamoExpressions", ["DynamoExpressions", "DynamoModel"]),
        tests("DynamoContract", ["DynamoModel", "TestSupport"]),
        tests(
            "TableStore",
            ["TableStore", "EmbeddedDynamoDB", "DynamoModel", "JSONText", "Digests", "CSQLite", "TestSupport"]),
        tests(
            "EmbeddedDynamoDB",
            [
                "EmbeddedDynamoDB", "TableStore", "TableTransfer", "DynamoExpressions", "DynamoWire", "Compression",
                "JSONText", "DynamoModel", "Digests", "CSQLite", "TestSupport",
            ],
            exclude: ["Files"]),
        // A machine whose disk cannot sync, and whose clock steps.
        .target(name: "FaultyMachine", path: "Tests/FaultyMachine"),
        // The endpoint alone, on a table in memory, for the tests that are written in Python (Tests/Clients).
        .executableTarget(
            name: "EndpointProgram",
            dependencies: [
                "DynamoDBEndpoint", "HTTPServer", "EmbeddedDynamoDB", "TableStore", "AWSSignatures", "CivilTime",
                "LexiSchema",
            ],
            path: "Tests/EndpointProgram", swiftSettings: strict),
        tests(
            "AWSConfiguration",
            ["AWSConfiguration", "AWSSignatures", "BoundedFetch", "HTTPServer", "JSONText", "TestSupport"]),
        tests("AWSSignatures", ["AWSSignatures", "CivilTime", "Digests"]),
        tests("DynamoWire", ["DynamoWire", "DynamoModel", "JSONText"]),
        tests(
            "DynamoDBEndpoint",
            [
                "DynamoDBEndpoint", "Compression", "HTTPServer", "DynamoModel", "DynamoWire", "AWSSignatures",
                "CivilTime", "EmbeddedDynamoDB", "JSONText", "Digests", "TestSupport",
            ]),
        tests(
            "StreamConsumer",
            ["StreamConsumer", "EmbeddedDynamoDB", "TableStore", "DynamoModel", "JSONText", "TestSupport"]),
        tests(
            "TableTransfer",
            [
                "TableTransfer", "ItemFiles", "DelimitedText", "Compression", "Digests", "DynamoModel",
                "EmbeddedDynamoDB", "JSONText",
                "TestSupport",
            ]),
        tests(
            "RemoteDynamoDB",
            [
                "RemoteDynamoDB", "DynamoDBEndpoint", "HTTPServer", "DynamoModel", "DynamoWire", "AWSSignatures",
                "AWSConfiguration", "CivilTime", "EmbeddedDynamoDB", "Digests", "Threads", "CLinux", "Lexi", "LexiAPI",
                "TestSupport",
            ]),
        tests("HTTPServer", ["HTTPServer", "HTTPText", "Threads", "CLinux", "TestSupport"]),
        tests(
            "Lexi", ["Lexi", "DynamoModel", "DynamoWire", "JSONText", "CivilTime", "TestSupport"],
            exclude: ["Table/Items"]),
        tests("LexiSchema", ["LexiSchema", "Lexi", "DynamoModel"]),
        tests(
            "LexiAPI",
            [
                "LexiAPI", "LexiUseCases", "Lexi", "HTTPServer", "DynamoModel", "Digests", "JSONText", "Compression",
                "Threads",
                "CLinux",
                "TestSupport",
            ]),
        tests(
            "LexiFixtures",
            [
                "LexiFixtures", "Lexi", "LexiAPI", "HTTPServer", "DynamoModel", "EmbeddedDynamoDB", "TableStore",
                "JSONText", "TestSupport",
            ]),
        tests(
            "LexiCommand",
            [
                "LexiCommand", "Lexi", "LexiAPI", "LexiSchema", "DynamoDBEndpoint", "RemoteDynamoDB",
                "AWSConfiguration", "AWSSignatures", "CivilTime", "HTTPServer", "DynamoModel", "EmbeddedDynamoDB",
                "TableStore", "TableTransfer", "Digests", "JSONText", "Threads", "CLinux", "CSQLite", "TestSupport",
            ]),
    ],
    swiftLanguageModes: [.v6]
)
