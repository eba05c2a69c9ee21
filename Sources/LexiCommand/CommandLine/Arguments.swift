import DynamoWire

/// The words after a command, taken apart and checked against its options.
struct Arguments: Sendable {
    private let given: [String: [String]]
    private let environment: [String: String]
    /// The words that are no options.
    let operands: [String]

    /// - Throws: ``UsageError`` for an option that the command does not have, or without its value.
    init(_ words: [String], options: [Option], environment: [String: String]) throws(UsageError) {
        var given: [String: [String]] = [:]
        var operands: [String] = []
        var rest = words[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--"), word != "--" else {
                if word == "--" {
                    operands += rest
                    rest = []
                } else if word.hasPrefix("-"), word.count > 1 {
                    throw UsageError("unknown option '\(word)'; options are spelled out, like '--help'")
                } else {
                    operands.append(word)
                }
                continue
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let option = options.first(where: { $0.name == name }) else {
                throw UsageError(unknown: name, among: options.map(\.name))
            }
            if option.valueName == nil {
                guard parts.count == 1 else { throw UsageError("--\(name) takes no value") }
                given[name, default: []].append("true")
            } else if parts.count == 2 {
                given[name, default: []].append(String(parts[1]))
            } else if let value = rest.first, !value.utf8.starts(with: "--".utf8) {
                rest.removeFirst()
                given[name, default: []].append(value)
            } else {
                throw UsageError("--\(name) needs a value (\(option.valueName ?? ""))")
            }
        }
        self.given = given
        self.operands = operands
        self.environment = environment
    }

    /// Where a value comes from, for messages that name what to change.
    func source(of option: Option) -> String {
        if given[option.name] == nil, let variable = option.environmentVariable, environment[variable] != nil {
            return variable
        }
        return "--\(option.name)"
    }

    /// The value, or nil when it is not set. Empty environment variables count as not set.
    func string(_ option: Option) -> String? {
        if let value = given[option.name]?.last { return value }
        if let variable = option.environmentVariable, let value = environment[variable], !value.isEmpty {
            return value
        }
        return option.fallback
    }

    /// The value, which the command cannot do without.
    func required(_ option: Option) throws(UsageError) -> String {
        if let value = string(option), !value.isEmpty { return value }
        let variable = option.environmentVariable.map { ", or the environment variable \($0)" } ?? ""
        throw UsageError("--\(option.name) \(option.valueName ?? "") is missing\(variable)")
    }

    /// The name of a table, by DynamoDB's rule (Developer Guide, "Supported data types and naming rules"): what cannot
    /// be one is reported with the setting, which the service at an endpoint does not know.
    func tableName(_ option: Option) throws -> String {
        let name = try required(option)
        guard ServiceModel.tableName.violated(by: name) == nil else {
            throw CommandFailure(
                "'\(name)' cannot be the name of a table: 3 to 255 letters, digits, '_', '-' and '.' can; change \(source(of: option))"
            )
        }
        return name
    }

    /// Whether a switch is on.
    func isOn(_ option: Option) throws(UsageError) -> Bool {
        switch string(option) {
        case nil, "false", "0", "no": return false
        case "true", "1", "yes": return true
        case let other?: throw UsageError("\(source(of: option)): '\(other)' is neither 'true' nor 'false'")
        }
    }

    /// All values of an option that can be repeated or hold several, separated by commas.
    func list(_ option: Option) -> [String] {
        let values = given[option.name] ?? string(option).map { [$0] } ?? []
        return values.flatMap { $0.split(separator: ",") }.map { $0.trimmed }.filter { !$0.isEmpty }
    }

    /// All values of an option that can be repeated, as they are.
    func all(_ option: Option) -> [String] { given[option.name] ?? string(option).map { [$0] } ?? [] }

    /// A whole number within a range.
    func integer(_ option: Option, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
        guard let text = string(option) else { return nil }
        guard let value = Int(text), range.contains(value), text.utf8.first != UInt8(ascii: "+") else {
            throw UsageError(
                "\(source(of: option)): '\(text)' is not a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return value
    }

    /// One of a fixed set of words.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ option: Option, of type: Choice.Type
    ) throws(UsageError) -> Choice? where Choice.RawValue == String {
        guard let text = string(option) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        throw UsageError("\(source(of: option)): '\(text)' is not one of \(known)")
    }

    /// A length of time such as `90s`, `15m`, `12h` or `30d`, in seconds.
    func duration(_ option: Option) throws(UsageError) -> Int? {
        guard let text = string(option) else { return nil }
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last, let seconds = units[unit], text.utf8.first != UInt8(ascii: "+"),
            let count = Int(text.dropLast()), (1...Self.longestDuration).contains(count),
            count * seconds <= Self.longestDuration
        else {
            throw UsageError("\(source(of: option)): '\(text)' is not a length of time such as 90s, 15m, 12h or 30d")
        }
        return count * seconds
    }

    /// Ten years, in seconds.
    static let longestDuration = 10 * 366 * 86_400

    /// Refuses operands, for commands that take none.
    func noOperands() throws(UsageError) {
        if let first = operands.first { throw UsageError("unexpected '\(first)'") }
    }
}

extension Substring {
    /// Without the spaces around it.
    fileprivate var trimmed: String {
        var part = self
        while part.first == " " { part.removeFirst() }
        while part.last == " " { part.removeLast() }
        return String(part)
    }
}
