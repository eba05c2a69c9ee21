import Testing

/// What `/metrics` tells, read as Prometheus reads it (text format 0.0.4).
struct Figures {
    /// Names with their labels, and the values.
    let values: [String: Double]
    /// Names of metrics with their types.
    let types: [String: String]

    /// The figures of a service now.
    ///
    /// - Throws: when a line is none of the format, or a figure comes twice or without its type.
    init(_ api: TestAPI) async throws {
        var (values, types): ([String: Double], [String: String]) = ([:], [:])
        for line in try await api.call("GET", "/metrics").text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 3)
            if words[0] == "#" {
                guard words[1] == "TYPE" else { continue }
                try #require(types.updateValue(String(words[3]), forKey: String(words[2])) == nil, "\(line)")
                continue
            }
            let end = try #require(line.lastIndex(of: " "))
            let (series, value) = (String(line[..<end]), try #require(Double(line[line.index(after: end)...])))
            let name = String(series.prefix { $0 != "{" })
            let base = ["_bucket", "_sum", "_count"].first { name.hasSuffix($0) && types[name] == nil } ?? ""
            try #require(types[String(name.dropLast(base.count))] != nil, "\(line)")
            try #require(series.hasSuffix("}") || !series.contains("{"), "\(line)")
            try #require(values.updateValue(value, forKey: series) == nil, "\(line)")
        }
        (self.values, self.types) = (values, types)
    }

    /// One figure, by its name and labels; nil when it is not reported.
    subscript(_ series: String) -> Double? { values[series] }

    /// The sum of a metric's figures whose labels are wanted.
    func sum(_ name: String, _ isWanted: (String) -> Bool = { _ in true }) -> Double {
        values.filter { $0.key.hasPrefix(name + "{") && isWanted($0.key) }.reduce(0) { $0 + $1.value }
    }
}
