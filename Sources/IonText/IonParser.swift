/// One pass over an Ion text. Source: Amazon Ion Specification, "Ion text encoding".
struct IonParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let limits: IonLimits
    var index = 0
    private var depth = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>, _ limits: IonLimits) {
        (self.bytes, self.limits) = (bytes, limits)
    }

    static func withParser<Result>(
        _ text: [UInt8], _ limits: IonLimits, _ body: (inout IonParser) throws(IonError) -> Result
    ) throws(IonError) -> Result {
        guard text.count <= limits.maximumBytes else {
            throw IonError(
                offset: limits.maximumBytes, kind: .tooLarge(limits.maximumBytes),
                message: "The text has more than \(limits.maximumBytes) bytes")
        }
        let outcome = text.withUnsafeBufferPointer { buffer in
            var parser = IonParser(buffer, limits)
            return Swift.Result { () throws(IonError) in try body(&parser) }
        }
        return try outcome.get()
    }

    var isAtEnd: Bool { index >= bytes.count }
    var current: UInt8? { index < bytes.count ? bytes[index] : nil }
    func byte(after count: Int) -> UInt8? { index + count < bytes.count ? bytes[index + count] : nil }

    func failure(_ kind: IonError.Kind, _ message: String, at offset: Int? = nil) -> IonError {
        IonError(offset: offset ?? index, kind: kind, message: message)
    }

    /// An error about what stands here.
    func unexpected(_ wanted: String) -> IonError {
        isAtEnd
            ? failure(.truncated, "The text ends where \(wanted) should be") : failure(.syntax, "There is no \(wanted)")
    }

    // MARK: The document

    mutating func document() throws(IonError) -> IonValue {
        try skipMarkers()
        let value = try value()
        try skipMarkers()
        guard isAtEnd else { throw failure(.syntax, "More follows after the value") }
        return value
    }

    private static let marker = Array("$ion_1_0".utf8)

    /// Passes over version markers.
    mutating func skipMarkers() throws(IonError) {
        try skipBlanks()
        while bytes[index...].starts(with: Self.marker),
            byte(after: Self.marker.count).map({ !Self.isIdentifier($0) && $0 != UInt8(ascii: ":") }) ?? true
        {
            index += Self.marker.count
            try skipBlanks()
        }
    }

    /// Passes over white space and comments.
    mutating func skipBlanks() throws(IonError) {
        while let byte = current {
            if Self.isBlank(byte) {
                index += 1
            } else if byte == UInt8(ascii: "/"), self.byte(after: 1) == UInt8(ascii: "/") {
                while let byte = current, byte != 0x0a, byte != 0x0d { index += 1 }
            } else if byte == UInt8(ascii: "/"), self.byte(after: 1) == UInt8(ascii: "*") {
                try skipComment()
            } else {
                return
            }
        }
    }

    private mutating func skipComment() throws(IonError) {
        let start = index
        index += 2
        while index + 1 < bytes.count {
            if bytes[index] == UInt8(ascii: "*"), bytes[index + 1] == UInt8(ascii: "/") {
                index += 2
                return
            }
            index += 1
        }
        throw failure(.truncated, "A comment does not end", at: start)
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

    static func isIdentifier(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "$"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    // MARK: Values

    /// A value with its annotations.
    private mutating func value() throws(IonError) -> IonValue {
        var annotations: [String] = []
        while true {
            try skipBlanks()
            let start = index
            guard let byte = current else { throw unexpected("a value") }
            guard isSymbol(byte) else { return IonValue(try form(byte), annotations: annotations, offset: start) }
            let isQuoted = byte == UInt8(ascii: "'")
            let name = try symbol()
            try skipBlanks()
            guard current == UInt8(ascii: ":"), self.byte(after: 1) == UInt8(ascii: ":") else {
                return IonValue(
                    try keyword(name, isQuoted: isQuoted, at: start), annotations: annotations, offset: start)
            }
            index += 2
            try checkAnnotation(name, annotations.count, at: start)
            annotations.append(name)
        }
    }

    private func checkAnnotation(_ name: String, _ count: Int, at start: Int) throws(IonError) {
        guard !name.hasPrefix("$ion_") else {
            throw failure(.unsupported, "Symbol tables (\(name)) are not read", at: start)
        }
        guard count < limits.maximumAnnotations else {
            throw failure(.tooLong, "A value has more than \(limits.maximumAnnotations) annotations", at: start)
        }
    }

    /// Whether a symbol begins with this byte, which stands here.
    private func isSymbol(_ byte: UInt8) -> Bool {
        if byte == UInt8(ascii: "'") {
            return !(self.byte(after: 1) == byte && self.byte(after: 2) == byte)
        }
        return Self.isIdentifier(byte) && !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// The value that a symbol stands for.
    private func keyword(_ name: String, isQuoted: Bool, at start: Int) throws(IonError) -> IonValue.Form {
        guard !isQuoted else { throw failure(.unsupported, "A symbol is not a value of DynamoDB", at: start) }
        switch name {
        case "null":
            guard current == UInt8(ascii: ".") else { return .null }
            throw failure(.unsupported, "A null with a type is not a value of DynamoDB", at: start)
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "nan": throw failure(.unsupported, "A float is not a value of DynamoDB", at: start)
        default: throw failure(.unsupported, "A symbol is not a value of DynamoDB", at: start)
        }
    }

    private mutating func form(_ byte: UInt8) throws(IonError) -> IonValue.Form {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try text())
        case UInt8(ascii: "{"): return self.byte(after: 1) == byte ? .blob(try blob()) : try structure()
        case UInt8(ascii: "["): return try list()
        case UInt8(ascii: "("): throw failure(.unsupported, "An S-expression is not a value of DynamoDB")
        case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw unexpected("value")
        }
    }

    private mutating func enter() throws(IonError) {
        depth += 1
        guard depth <= limits.maximumDepth else {
            throw failure(
                .tooDeep(limits.maximumDepth), "Lists and structs are nested more than \(limits.maximumDepth) levels")
        }
        index += 1
    }

    private mutating func list() throws(IonError) -> IonValue.Form {
        try enter()
        var elements: [IonValue] = []
        while try !isClosed(by: UInt8(ascii: "]"), isFirst: elements.isEmpty) { elements.append(try value()) }
        return .list(elements)
    }

    private mutating func structure() throws(IonError) -> IonValue.Form {
        try enter()
        var fields: [IonValue.Field] = []
        while try !isClosed(by: UInt8(ascii: "}"), isFirst: fields.isEmpty) {
            let name = try fieldName()
            try skipBlanks()
            guard current == UInt8(ascii: ":"), byte(after: 1) != UInt8(ascii: ":") else {
                throw unexpected("colon after the field's name")
            }
            index += 1
            fields.append(IonValue.Field(name, try value()))
        }
        return .structure(fields)
    }

    /// Goes to the next element, past the comma before it.
    ///
    /// - Returns: whether the list or structure ends here. A comma after the last element is allowed.
    private mutating func isClosed(by end: UInt8, isFirst: Bool) throws(IonError) -> Bool {
        try skipBlanks()
        if !isFirst, current == UInt8(ascii: ",") {
            index += 1
            try skipBlanks()
        } else if !isFirst, current != end {
            throw unexpected("comma or end of the list or struct")
        }
        guard current == end else { return false }
        index += 1
        depth -= 1
        return true
    }

    private mutating func fieldName() throws(IonError) -> String {
        guard let byte = current else { throw unexpected("a field's name") }
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") && !isSymbol(byte) { return try text() }
        guard isSymbol(byte) else { throw unexpected("field's name") }
        return try symbol()
    }

    /// A symbol, in quotes or not.
    private mutating func symbol() throws(IonError) -> String {
        if current == UInt8(ascii: "'") { return try quoted(by: UInt8(ascii: "'")) }
        let start = index
        while let byte = current, Self.isIdentifier(byte) { index += 1 }
        let name = try token(from: start)
        let digits = name.utf8.dropFirst()
        guard
            name.utf8.first != UInt8(ascii: "$") || digits.isEmpty
                || !digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else {
            throw failure(.unsupported, "Symbols that are named by their numbers (\(name)) are not read", at: start)
        }
        return name
    }

    /// What was passed over since an index: ASCII.
    func token(from start: Int) throws(IonError) -> String {
        guard index - start <= limits.maximumTokenLength else {
            throw failure(
                .tooLong, "A number or symbol has more than \(limits.maximumTokenLength) characters", at: start)
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }
}
