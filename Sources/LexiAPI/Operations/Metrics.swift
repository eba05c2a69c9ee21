import HTTPServer
import Synchronization

/// What the service counts about itself; `/metrics` shows it in Prometheus' text format 0.0.4.
///
/// A request costs a few additions; the text is put together when it is asked for. Labels are route templates, methods
/// and statuses of the program, never anything that a client sent, so their number is bounded; other parts of the
/// program bound the number of theirs.
final class Metrics: Sendable {
    /// The counts of one route.
    final class RouteCounts: Sendable {
        let method: String
        let path: String
        fileprivate let byStatus = statuses.map { _ in Counter() }
        fileprivate let durations = DurationHistogram()

        fileprivate init(method: String, path: String) {
            self.method = method
            self.path = path
        }

        func count(status: Int, microseconds: Int) {
            byStatus[Metrics.place(ofStatus: status)].add()
            durations.observe(microseconds: microseconds)
        }
    }

    /// The statuses that are counted separately; 0 stands for any other.
    static let statuses = [
        200, 201, 204, 304, 400, 401, 403, 404, 405, 408, 409, 412, 413, 414, 415, 417, 422, 428, 429, 431, 500, 501,
        503,
        505, 0,
    ]
    private static let places: [UInt8] = {
        var places = [UInt8](repeating: UInt8(statuses.count - 1), count: 600)
        for (place, status) in statuses.enumerated() where status > 0 { places[status] = UInt8(place) }
        return places
    }()

    fileprivate static func place(ofStatus status: Int) -> Int {
        places.indices.contains(status) ? Int(places[status]) : statuses.count - 1
    }

    let inFlight = Counter()
    let rateLimited = Counter()
    private let watched = Mutex<[RouteCounts]>([])
    private let version: String
    /// Figures of other parts, such as the server's open connections: name, help, value.
    private let gauges: [Gauge]
    private let families: @Sendable () -> [LabelledFigures]
    private let table: AccessMeter

    /// - Parameter table: the counts of the table's calls.
    init(
        table: AccessMeter, version: String, gauges: [Gauge],
        families: @escaping @Sendable () -> [LabelledFigures] = { [] }
    ) {
        self.families = families
        self.table = table
        self.version = version
        self.gauges = gauges
    }

    /// The counts of one more route, or of requests that match none.
    func watch(method: String, path: String) -> RouteCounts {
        let counts = RouteCounts(method: method, path: path)
        watched.withLock { $0.append(counts) }
        return counts
    }

    private var routes: [RouteCounts] { watched.withLock { $0 } }

    /// The text.
    ///
    /// - Parameter forOperators: whether only admins or those who reach the figures' own address see it.
    func text(forOperators: Bool) -> String {
        var text = ""
        Self.header("lexi_build_info", "gauge", "The running version.", &text)
        text += "lexi_build_info{version=\"\(version)\"} 1\n"
        writeRequests(&text)
        writeDurations(&text)
        Self.header(
            "lexi_http_requests_in_flight", "gauge", "Requests whose answers are not sent to their end yet.", &text)
        text += "lexi_http_requests_in_flight \(inFlight.current)\n"
        Self.header("lexi_rate_limited_total", "counter", "Requests refused by the rate limit.", &text)
        text += "lexi_rate_limited_total \(rateLimited.current)\n"
        table.write(to: &text)
        write(gauges + ProcessFigures.gauges, to: &text)
        for family in families() where forOperators || !family.isForOperators { family.write(to: &text) }
        return text
    }

    private func write(_ gauges: [Gauge], to text: inout String) {
        var written: String?
        for gauge in gauges {
            guard let value = gauge.read() else { continue }
            if gauge.name != written {
                Self.header(gauge.name, gauge.isCounter ? "counter" : "gauge", gauge.help, &text)
            }
            written = gauge.name
            text += gauge.labels.isEmpty ? "\(gauge.name) \(value)\n" : "\(gauge.name){\(gauge.labels)} \(value)\n"
        }
    }

    private func writeRequests(_ text: inout String) {
        Self.header("lexi_http_requests_total", "counter", "Requests answered.", &text)
        for route in routes {
            for (status, counter) in zip(Self.statuses, route.byStatus) where counter.current > 0 {
                let status = status == 0 ? "other" : String(status)
                text +=
                    "lexi_http_requests_total{method=\"\(route.method)\",route=\"\(route.path)\",status=\"\(status)\"} "
                text += "\(counter.current)\n"
            }
        }
    }

    private func writeDurations(_ text: inout String) {
        Self.header(
            "lexi_http_request_duration_seconds", "histogram",
            "Time from the last byte of a head to that of its answer.", &text
        )
        for route in routes where route.byStatus.contains(where: { $0.current > 0 }) {
            let labels = "method=\"\(route.method)\",route=\"\(route.path)\""
            route.durations.write("lexi_http_request_duration_seconds", labels: labels, to: &text)
        }
    }

    static func header(_ name: String, _ type: String, _ help: String, _ text: inout String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }
}
