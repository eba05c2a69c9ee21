import TestSupport

/// A table at an endpoint in a separate process, and what a service on it is given.
enum EndpointProcess {
    static let secret = "remote-secret-of-the-tests"

    /// Whose requests the endpoint takes.
    static let environment = [
        "AWS_ACCESS_KEY_ID": "AKTEST", "AWS_SECRET_ACCESS_KEY": secret, "AWS_REGION": "us-east-1",
        "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    ]

    /// Starts the endpoint of a folder's table, and waits until it listens.
    static func start(_ port: UInt16, in folder: TemporaryFolder) async throws -> LexiProcess {
        let process = try LexiProcess(
            ["dynamodb", "--port", "\(port)", "--data", folder.file("table")],
            environment: ["LEXI_DYNAMODB_ACCESS_KEY_ID": "AKTEST", "LEXI_DYNAMODB_SECRET_ACCESS_KEY": secret],
            in: folder)
        _ = try await process.tablePort()
        return process
    }
}
