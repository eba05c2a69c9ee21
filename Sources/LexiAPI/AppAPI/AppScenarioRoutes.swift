import HTTPServer
import JSONText
import Lexi
import LexiUseCases

extension AppRoutes {
    /// The scenarios that everybody sees.
    static let scenarios: [Route] = [
        Route(
            app: .get, "/scenarios", "ListScenarios", "The active scenarios in their order.", access: .open,
            data: .object([.required("scenarios", .array(AppResources.scenario))])
        ) { call in
            let scenarios = try await call.scenarios.all()
            return AppEnvelope.answer { json in
                json.beginObject()
                json.list("scenarios", scenarios) { AppResources.write($0, usage: 0, to: &$1) }
                json.endObject()
            }
        }
    ]
}
