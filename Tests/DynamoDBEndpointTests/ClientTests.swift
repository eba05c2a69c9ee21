import TestSupport
import Testing

/// Real clients against the endpoint in a separate process: the scripts of `Tests/Clients`, with the
/// installed aws CLI and boto3. Without them these tests fail.
///
/// One script at a time: others count on getting some of the processor.
@Suite(.serialized) struct ClientTests {
    // The files of schema/ pass their own tools, say the same as one another, and make the same table as the service.
    @Test func deployment() async throws {
        let result = try await ClientScript.run("deployment.py", [])
        #expect(result.status == 0, "\(result.output)")
    }

    // The table of constraints is the one that botocore's model of the service gives.
    @Test func serviceModel() async throws {
        let result = try await ClientScript.run("service_model.py", ["--check"])
        #expect(result.status == 0, "\(result.output)")
    }

    // botocore's signatures are accepted, changed ones are not; the tutorials' commands and code, word for word, and
    // boto3's resource layer are answered as on DynamoDB; mutated requests are refused without harm; random requests
    // have the outcome of a small model; a long request keeps nobody waiting.
    @Test(arguments: [
        ["signatures.py"], ["tls.py"], ["tutorials.py"], ["boto3_resource.py"], ["boto3_client.py"],
        ["backups.py"], ["transfers.py"], ["refusals.py"], ["streams.py"], ["cloudwatch.py"], ["throughput.py"],
        ["hostile.py", "1"], ["responsive.py"],
        ["differential.py", "numbers", "ordering", "updates", "machine"],
        ["differential.py", "conditions", "projections", "pages", "capacity"],
    ])
    func script(_ arguments: [String]) async throws {
        let result = try await ClientScript.run(arguments[0], Array(arguments.dropFirst()))
        #expect(result.status == 0, "\(result.output)")
        for line in result.output.split(separator: "\n") where line.hasPrefix("NOT SHOWN") { print(line) }
    }
}
