/// A value of Amazon Ion, of the types that DynamoDB writes and reads.
///
/// Source: Amazon Ion Specification, "The Ion data model"; the other types are refused by the parser, each by its name.
public struct IonValue: Sendable, Equatable {
    /// What the value is.
    public enum Form: Sendable, Equatable {
        case null
        case bool(Bool)
        /// An integer in decimal digits, without separators.
        case integer(String)
        /// A decimal number, with a point or an exponent, which is marked by `e`; without separators.
        case decimal(String)
        case string(String)
        case blob([UInt8])
        case list([IonValue])
        /// Fields in their order; a name may occur several times.
        case structure([Field])
    }

    /// A field of a structure.
    public struct Field: Sendable, Equatable {
        /// The field's name.
        public let name: String
        /// The field's value.
        public let value: IonValue

        /// A field.
        public init(_ name: String, _ value: IonValue) { (self.name, self.value) = (name, value) }
    }

    /// What the value is.
    public let form: Form
    /// The annotations before it, the outermost first.
    public let annotations: [String]
    /// The byte at which the value begins, its annotations not included.
    public let offset: Int

    /// A value at a place of its text.
    public init(_ form: Form, annotations: [String] = [], offset: Int = 0) {
        self.form = form
        self.annotations = annotations
        self.offset = offset
    }

    /// The value of a text that has one, after version markers (`$ion_1_0`) or without.
    ///
    /// - Throws: ``IonError``, with the place of what is wrong.
    public static func parse(_ text: [UInt8], limits: IonLimits = IonLimits()) throws(IonError) -> IonValue {
        try IonParser.withParser(text, limits) { (parser: inout IonParser) throws(IonError) in try parser.document() }
    }

    /// Whether a text has no value: nothing but white space, comments and version markers.
    public static func isEmpty(_ text: [UInt8]) -> Bool {
        let isAtEnd = try? IonParser.withParser(text, IonLimits()) { (parser: inout IonParser) throws(IonError) in
            try parser.skipMarkers()
            return parser.isAtEnd
        }
        return isAtEnd ?? false
    }

    /// The structure's first field of this name.
    public subscript(_ name: String) -> IonValue? {
        guard case .structure(let fields) = form else { return nil }
        return fields.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    /// The fields of a structure.
    public var fields: [Field]? { if case .structure(let fields) = form { fields } else { nil } }

    /// What the value's type is called.
    public var typeName: String {
        switch form {
        case .null: "null"
        case .bool: "a bool"
        case .integer: "an int"
        case .decimal: "a decimal"
        case .string: "a string"
        case .blob: "a blob"
        case .list: "a list"
        case .structure: "a struct"
        }
    }
}

/// What a text may cost its reader.
public struct IonLimits: Sendable, Equatable {
    /// The depth beyond which no caller can go: each level takes some stack, and input must not exhaust it.
    public static let deepest = 256

    /// How deep lists and structures may be nested: `[]` has depth 1. At most ``deepest``, whatever is asked for.
    public let maximumDepth: Int
    /// How many bytes the text may have.
    public let maximumBytes: Int
    /// How many characters a number or a symbol without quotes may have.
    public let maximumTokenLength: Int
    /// How many annotations a value may have.
    public let maximumAnnotations: Int

    /// Depth 64, 64 MiB, tokens of 1,024 characters, 4 annotations, where nothing else is given.
    public init(
        maximumDepth: Int = 64, maximumBytes: Int = 64 << 20, maximumTokenLength: Int = 1024,
        maximumAnnotations: Int = 4
    ) {
        self.maximumDepth = min(max(maximumDepth, 0), Self.deepest)
        self.maximumBytes = maximumBytes
        self.maximumTokenLength = maximumTokenLength
        self.maximumAnnotations = maximumAnnotations
    }
}
