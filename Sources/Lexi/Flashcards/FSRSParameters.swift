/// The 21 parameters of FSRS-6, kept with four decimals as they are published.
public struct FSRSParameters: Sendable, Hashable {
    /// How many there are.
    public static let count = 21

    /// The values, times 10,000.
    public let tenThousandths: [Int]

    /// The published default parameters (open-spaced-repetition/py-fsrs 6.3.2, `DEFAULT_PARAMETERS`).
    public static let standard = FSRSParameters(trusted: [
        2120, 12_931, 23_065, 82_956, 64_133, 8334, 30_194, 10, 18_722, 1666, 7960, 14_835, 614, 2629, 16_483, 6014,
        18_729, 5425, 912, 658, 1542,
    ])

    /// The ranges of the values, times 10,000 (the same, `LOWER_BOUNDS_PARAMETERS` and `UPPER_BOUNDS_PARAMETERS`).
    public static let ranges: [ClosedRange<Int>] = [
        10...1_000_000, 10...1_000_000, 10...1_000_000, 10...1_000_000, 10_000...100_000, 10...40_000, 10...40_000,
        10...7500, 0...45_000, 0...8000, 10...35_000, 10...50_000, 10...2500, 10...9000, 0...40_000, 0...10_000,
        10_000...60_000, 0...20_000, 0...20_000, 0...8000, 1000...8000,
    ]

    init(trusted tenThousandths: [Int]) { self.tenThousandths = tenThousandths }

    /// Checks the values, times 10,000.
    ///
    /// - Returns: nil, and the errors, when there are not 21, or one is out of its range.
    init?(_ tenThousandths: [Int], at pointer: String, _ errors: inout FieldErrors) {
        guard tenThousandths.count == Self.count else {
            errors.add(pointer, "must have \(Self.count) numbers")
            return nil
        }
        var isGood = true
        for (index, value) in tenThousandths.enumerated() where !Self.ranges[index].contains(value) {
            let range = Self.ranges[index]
            errors.add(
                "\(pointer)/\(index)",
                "must lie between \(Double(range.lowerBound) / 10_000) and \(Double(range.upperBound) / 10_000)")
            isGood = false
        }
        guard isGood else { return nil }
        self.tenThousandths = tenThousandths
    }
}
