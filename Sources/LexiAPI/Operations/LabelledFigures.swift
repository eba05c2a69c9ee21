/// Figures that `/metrics` shows under one name, distinguished by labels, and that another part of the program knows.
/// That part bounds their number.
public struct LabelledFigures: Sendable {
    /// One line of `/metrics`.
    public struct Figure: Sendable {
        /// The labels' names and values; a value may be any text.
        public let labels: [(name: String, value: String)]
        /// Its value now.
        public let value: Double

        /// A figure with these labels.
        public init(_ labels: [(name: String, value: String)], _ value: Double) {
            self.labels = labels
            self.value = value
        }
    }

    /// Their name by Prometheus' conventions, for example `lexi_dynamodb_returned_item_count_total`.
    public let name: String
    /// What they are, in one sentence.
    public let help: String
    /// Whether they only grow.
    public let isCounter: Bool
    /// Whether their labels hold what clients wrote, names of people among it: they are not shown to everybody.
    public let isForOperators: Bool
    /// In the order in which `/metrics` lists them.
    public let figures: [Figure]

    /// Figures with this name.
    public init(
        _ name: String, _ help: String, isCounter: Bool = false, isForOperators: Bool = false, _ figures: [Figure]
    ) {
        self.isForOperators = isForOperators
        self.name = name
        self.help = help
        self.isCounter = isCounter
        self.figures = figures
    }

    /// Appends them in Prometheus' text format 0.0.4.
    func write(to text: inout String) {
        guard !figures.isEmpty else { return }
        Metrics.header(name, isCounter ? "counter" : "gauge", help, &text)
        for figure in figures {
            let labels = figure.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
            text += "\(name){\(labels)} \(figure.value)\n"
        }
    }

    private static func escaped(_ value: String) -> String {
        var escaped = ""
        for character in value.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
