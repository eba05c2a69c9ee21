import CivilTime
import DynamoModel
import JSONText

/// Reads the members of a request to CloudWatch or IAM, which are all texts in the protocol `query`.
struct NeighbourMembers {
    let value: JSONValue

    func text(_ name: String) -> String? { value[name]?.stringValue.flatMap { $0.isEmpty ? nil : $0 } }

    func required(_ name: String) throws(NeighbourError) -> String {
        guard let text = text(name) else { throw .missing(name) }
        return text
    }

    func integer(_ name: String) -> Int? {
        value[name]?.doubleValue.flatMap { Int(exactly: $0) } ?? text(name).flatMap { Int($0) }
    }

    func isTrue(_ name: String) -> Bool? { value[name]?.boolValue ?? text(name).map { $0 == "true" } }

    /// A time in seconds since 1970.
    func time(_ name: String) throws(NeighbourError) -> Double {
        guard let value = value[name], !value.isNull else { throw .missing(name) }
        let seconds = value.doubleValue ?? value.stringValue.flatMap(Self.seconds)
        // Times that fit in four digits of a year.
        guard let seconds, abs(seconds) < 253_402_300_800 else { throw .invalid("The parameter \(name) is no time.") }
        return seconds
    }

    /// A text that names no zone is in UTC.
    private static func seconds(_ text: String) -> Double? {
        let moment = Timestamp(iso8601: text) ?? Timestamp(iso8601: text + "Z")
        return moment.map { Double($0.seconds) } ?? Double(text)
    }

    func list(_ name: String) -> [NeighbourMembers] {
        (value[name]?.arrayValue ?? []).map { NeighbourMembers(value: $0) }
    }

    func texts(_ name: String) -> [String] { (value[name]?.arrayValue ?? []).compactMap(\.stringValue) }

    func object(_ name: String) -> NeighbourMembers? {
        value[name].flatMap { $0.objectValue == nil ? nil : NeighbourMembers(value: $0) }
    }

    /// The metric that a request or a part of it names.
    func metric() throws(NeighbourError) -> MetricIdentity {
        var dimensions: [MetricIdentity.Dimension] = []
        for dimension in list("Dimensions") {
            dimensions.append(.init(try dimension.required("Name"), try dimension.required("Value")))
        }
        return MetricIdentity(try required("MetricName"), dimensions)
    }
}
