import Foundation
import JSONText
import StreamConsumer

extension Settings {
    static let streamConsumers = Option(
        "stream-consumers", "FILE", environment: "LEXI_STREAM_CONSUMERS",
        "consumers of streams that run in the service, as 'lexi stream consume' would: a JSON list of name, url or command, and what they differ in from the defaults"
    )
}

extension Arguments {
    /// The consumers in the file that the setting names; none without it.
    ///
    /// - Throws: ``CommandFailure`` that names the file, the consumer and the member that is wrong.
    func configuredConsumers() throws(CommandFailure) -> [ConfiguredConsumer] {
        guard let path = string(Settings.streamConsumers) else { return [] }
        let place = "\(source(of: Settings.streamConsumers)): '\(path)'"
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("\(place) cannot be read")
        }
        guard case .array(let entries)? = try? JSONValue.parse(Array(bytes)) else {
            throw CommandFailure("\(place) is not a JSON list of consumers")
        }
        var consumers: [ConfiguredConsumer] = []
        for (index, entry) in entries.enumerated() {
            let consumer = try ConsumerEntry(entry, place: "\(place), consumer \(index + 1)").consumer()
            guard !consumers.contains(where: { $0.name == consumer.name }) else {
                throw CommandFailure("\(place): two consumers are called '\(consumer.name)'")
            }
            consumers.append(consumer)
        }
        return consumers
    }
}

/// An element of the file.
private struct ConsumerEntry {
    private let object: JSONObject
    private let place: String

    private static let members: Set<String> = [
        "name", "table", "url", "command", "timeout", "starting_position", "batch_size", "batch_window", "bisect",
        "retries", "record_age", "parallel", "filters", "checkpoint", "failures",
    ]
    private static let nameLengths = 1...64

    init(_ entry: JSONValue, place: String) throws(CommandFailure) {
        guard case .object(let object) = entry else { throw CommandFailure("\(place) is not an object") }
        for (name, _) in object.members where !Self.members.contains(name) {
            throw CommandFailure("\(place): there is no member '\(name)'")
        }
        self.object = object
        self.place = place
    }

    func consumer() throws(CommandFailure) -> ConfiguredConsumer {
        guard let name = try text("name") else { throw CommandFailure("\(place): name is missing") }
        let isPlain = name.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || "_-".utf8.contains(byte)
        }
        guard isPlain, Self.nameLengths.contains(name.utf8.count) else {
            throw CommandFailure("\(place): name must have 1 to 64 letters, digits, '_' and '-'")
        }
        return ConfiguredConsumer(
            name: name, table: try text("table"), settings: try settings(), handler: try handler(),
            checkpoint: try text("checkpoint"), failures: try text("failures"))
    }

    private func handler() throws(CommandFailure) -> any BatchHandler {
        let seconds = Double(try integer("timeout", in: ConsumerOptions.timeouts) ?? ConsumerOptions.usualTimeout)
        switch (try text("url"), try text("command")) {
        case (let url?, nil):
            guard ["http://", "https://"].contains(where: { url.utf8.starts(with: $0.utf8) }) else {
                throw CommandFailure("\(place): url must begin with http:// or https://")
            }
            return AddressHandler(url: url, seconds: seconds)
        case (nil, let command?): return ProgramHandler(command: command, seconds: seconds)
        default: throw CommandFailure("\(place): give one of url and command")
        }
    }

    private func settings() throws(CommandFailure) -> ConsumerSettings {
        var settings = ConsumerSettings()
        if let word = try text("starting_position") {
            guard let position = ConsumerSettings.StartingPosition(rawValue: word) else {
                throw CommandFailure("\(place): starting_position must be LATEST or TRIM_HORIZON")
            }
            settings.startingPosition = position
        }
        settings.batchSize = try integer("batch_size", in: ConsumerSettings.batchSizes) ?? settings.batchSize
        settings.batchWindow = Double(try integer("batch_window", in: ConsumerSettings.batchWindows) ?? 0)
        settings.bisects = try flag("bisect")
        settings.retries = try integer("retries", in: ConsumerSettings.retryCounts)
        settings.recordAge = try integer("record_age", in: ConsumerSettings.recordAges).map(Double.init)
        settings.parallel = try integer("parallel", in: ConsumerSettings.lanes) ?? settings.parallel
        settings.filters = try filters()
        return settings
    }

    private func filters() throws(CommandFailure) -> [FilterPattern] {
        guard let value = object["filters"] else { return [] }
        guard let list = value.arrayValue, list.count <= ConsumerSettings.mostFilters else {
            throw CommandFailure("\(place): filters must be a list of up to \(ConsumerSettings.mostFilters) patterns")
        }
        var filters: [FilterPattern] = []
        for pattern in list {
            let text = pattern.stringValue ?? String(decoding: pattern.serialized(), as: UTF8.self)
            do throws(ConsumerError) { filters.append(try FilterPattern(text)) } catch {
                throw CommandFailure("\(place): \(error)")
            }
        }
        return filters
    }

    // MARK: Members

    private func text(_ name: String) throws(CommandFailure) -> String? {
        guard let value = object[name] else { return nil }
        guard let text = value.stringValue, !text.isEmpty else {
            throw CommandFailure("\(place): \(name) must be a text that is not empty")
        }
        return text
    }

    private func integer(_ name: String, in range: ClosedRange<Int>) throws(CommandFailure) -> Int? {
        guard let value = object[name] else { return nil }
        guard let number = value.wholeIntValue, range.contains(number) else {
            throw CommandFailure(
                "\(place): \(name) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private func flag(_ name: String) throws(CommandFailure) -> Bool {
        switch object[name] {
        case nil: return false
        case .bool(let value)?: return value
        default: throw CommandFailure("\(place): \(name) must be true or false")
        }
    }
}
