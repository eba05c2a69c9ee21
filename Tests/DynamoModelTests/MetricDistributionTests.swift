import DynamoModel
import Testing

struct MetricDistributionTests {
    // A percentile lies within a sixteenth of the value that has so many below it.
    @Test(arguments: [1, 2, 3]) func percentiles(seed: Int) {
        func sign(_ exponent: Double) -> Double { Double(sign: .plus, exponent: Int(exponent), significand: 1) }
        // Values over ten orders of magnitude, of a sequence with no two alike.
        var state = UInt64(seed)
        let values = (0..<2_000).map { _ -> Double in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let exponent = Double(state >> 40 & 0xff) / 256 * 20 - 9
            return (1 + Double(state >> 16 & 0xffff) / 65_536) * sign(exponent)
        }
        var distribution = MetricDistribution()
        for value in values { distribution.add(1, in: MetricDistribution.range(of: value)) }
        let sorted = values.sorted()
        for percent in [1.0, 10, 50, 90, 99, 99.9] {
            let exact = sorted[Int((Double(sorted.count) * percent / 100).rounded(.up)) - 1]
            let found = distribution.percentile(percent, within: sorted[0]...sorted[sorted.count - 1]) ?? 0
            #expect(abs(found - exact) <= exact / 15, "p\(percent): \(found), exactly \(exact)")
        }
        #expect(distribution.percentile(0, within: sorted[0]...sorted[1]) == sorted[0])
        #expect(distribution.percentile(100, within: sorted[0]...sorted[1_999]) == sorted[1_999])
    }

    @Test func bounds() {
        #expect(MetricDistribution().percentile(50, within: 0...1) == nil)
        for (value, range) in [
            (-1.0, 0), (0, 0), (0x1p-11, 0), (0x1p-10, 0), (0x1p22, MetricDistribution.ranges - 1),
            (.infinity, MetricDistribution.ranges - 1), (1, 160), (1.0625, 161), (2, 176),
        ] { #expect(MetricDistribution.range(of: value) == range, "\(value)") }
        var distribution = MetricDistribution(counts: [160: 3, -1: 1, 100_000: 1, 4: 0, 5: -1])
        #expect(distribution.counts == [160: 3])
        distribution = distribution.adding(MetricDistribution(counts: [160: 1, 161: 4]))
        #expect(distribution.counts == [160: 4, 161: 4])
        #expect(distribution.percentile(50, within: 1...1.1) == 1.0625)
        #expect(distribution.percentile(99, within: 1...1.07) == 1.07)
    }
}
