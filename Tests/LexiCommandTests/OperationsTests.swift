import TestSupport
import Testing

/// The service as operators and people who look meet it: the page in a browser, proxies before it, its figures in
/// alerts and a dashboard.
struct OperationsTests {
    /// Chromium shows the page at `/`, on a phone's and a desk's width, in light and dark, followed with the keyboard.
    @Test func thePageInABrowser() async throws { try await expect("page.py") }

    /// nginx and Caddy with the configurations of `schema/operations/files`.
    @Test func behindProxies() async throws { try await expect("proxies.py") }

    /// The units of systemd, the export that they make every night, and the page's way to restore it.
    @Test func theUnits() async throws { try await expect("units.py") }

    /// `schema/alerts.yaml` and `schema/grafana.json` name figures that there are, and promtool lets the alerts fire.
    @Test func alertsAndDashboard() async throws { try await expect("figures.py") }

    /// Backups, restores, exports and imports that are killed or find the disk full, and end well.
    @Test func interruptedWork() async throws { try await expect("interrupted.py") }

    private func expect(_ script: String) async throws {
        let result = try await ClientScript.run(script)
        #expect(result.status == 0, "\(result.output)")
    }
}
