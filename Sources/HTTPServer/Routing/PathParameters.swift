/// The parameters of a path, decoded: they may hold any bytes but none at all.
public struct PathParameters: Sendable, Equatable {
    private let names: [String]
    private let values: [[UInt8]]

    init(names: [String], values: [[UInt8]]) {
        self.names = names
        self.values = values
    }

    /// The bytes of a parameter; nil when the pattern has none of this name.
    public func bytes(_ name: String) -> [UInt8]? {
        for index in names.indices where names[index] == name { return values[index] }
        return nil
    }

    /// A parameter as text; nil when no parameter has this name, or when it is not UTF-8.
    public func string(_ name: String) -> String? {
        bytes(name).flatMap { String(validating: $0, as: UTF8.self) }
    }
}
