/// Units that come in at a steady rate; what is not used is kept for some seconds. Times are seconds since any moment.
struct TokenBucket: Sendable, Equatable {
    /// How many units come each second.
    private(set) var rate: Double
    /// For how long unused units are kept.
    let seconds: Double
    /// What there is; below zero when more was taken than had come in.
    private(set) var units: Double
    private var time: Double

    /// What rounding may lose.
    private static let tolerance = 1e-9

    /// A bucket with the units of one second: nothing was left unused yet.
    init(rate: Double, seconds: Double, now: Double) {
        (self.rate, self.seconds, units, time) = (rate, seconds, rate, now)
    }

    /// Takes in what has come since the last time. A clock that goes back brings nothing.
    mutating func refill(_ now: Double) {
        guard now > time else { return }
        units = min(rate * seconds, units + (now - time) * rate)
        time = now
    }

    /// Whether there is so much. What is more than a second's units is let through with those, since it could never
    /// come otherwise; it is paid for afterwards.
    func has(_ amount: Double) -> Bool { units >= min(amount, rate) - Self.tolerance }

    /// Takes units, or gives some back when the amount is negative. A debt is never larger than the bucket.
    mutating func take(_ amount: Double) {
        units = min(rate * seconds, max(-rate * seconds, units - amount))
    }

    /// Whether the bucket is as if it had never been used.
    func isFull(_ now: Double) -> Bool { units + max(0, now - time) * rate >= rate * seconds }

    /// Goes on at another rate; there is no more than that would have kept.
    mutating func change(rate: Double) {
        self.rate = rate
        units = min(units, rate * seconds)
    }
}
