import JSONText

/// What a handler's answer says of its batch.
enum BatchAnswer: Equatable {
    /// All records were handled.
    case done
    /// The records before this one were handled: it and those after it come again.
    case doneBefore(Int)
    /// None counts as handled.
    case failed(String)

    private static let limits = JSONLimits(maximumDepth: 64, maximumBytes: ConsumerSettings.eventBytes)

    /// Reads an answer: `batchItemFailures` names sequence numbers of the batch, of which the least counts. Without the
    /// member, or with an empty list, all is well; a name that is not of the batch fails all of it. An answer that is
    /// no JSON says nothing.
    ///
    /// Source: Lambda's developer guide, "Configuring partial batch response with DynamoDB and Lambda".
    init(_ text: [UInt8], of sequenceNumbers: [String]) {
        guard let value = try? JSONValue.parse(text, limits: Self.limits) else {
            self = .done
            return
        }
        // The form in which Lambda's runtimes answer for a function that failed.
        if value["errorType"] != nil, let message = value["errorMessage"]?.stringValue {
            self = .failed(String(message.prefix(Self.messageLength)))
            return
        }
        guard let failures = value["batchItemFailures"], !failures.isNull else {
            self = .done
            return
        }
        self = Self.least(failures, sequenceNumbers)
    }

    private static let messageLength = 200

    private static func least(_ failures: JSONValue, _ numbers: [String]) -> BatchAnswer {
        guard let list = failures.arrayValue else { return .failed("batchItemFailures is not a list") }
        var least = numbers.count
        for failure in list {
            guard let name = failure["itemIdentifier"]?.stringValue, let position = numbers.firstIndex(of: name) else {
                return .failed("batchItemFailures names a record that is not in the batch")
            }
            least = min(least, position)
        }
        return least == numbers.count ? .done : .doneBefore(least)
    }
}
