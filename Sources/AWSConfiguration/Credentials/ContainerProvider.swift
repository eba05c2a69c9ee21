import AWSSignatures
import BoundedFetch
import HTTPText

/// Credentials of a task in ECS or a pod in EKS, from the agent next to it.
///
/// Source: AWS SDKs and Tools Reference Guide, "Container credential provider".
struct ContainerProvider: Provider {
    let world: AWSSurroundings
    /// Names the variable that leads there.
    var place: String { "the container's credentials endpoint (\(setting))" }

    private static let taskHost = "169.254.170.2"
    /// Who may be asked without encryption, besides the machine itself: the agents of ECS and EKS.
    private static let agents: Set<String> = [taskHost, "169.254.170.23", "fd00:ec2::23"]
    private static let seconds = 2.0
    private static let tries = 3

    private var setting: String {
        let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
        return world.variable(relative) == nil ? "AWS_CONTAINER_CREDENTIALS_FULL_URI" : relative
    }

    func credentials() async throws(CredentialsError) -> TemporaryCredentials? {
        let url: String
        if let path = world.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
            guard path.utf8.first == UInt8(ascii: "/") else {
                throw CredentialsError("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI does not begin with '/'")
            }
            url = "http://\(Self.taskHost)\(path)"
        } else if let full = world.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") {
            try Self.check(full)
            url = full
        } else {
            return nil
        }
        var fields = ["Accept": "application/json"]
        if let token = try authorization() { fields["Authorization"] = token }
        let request = FetchRequest(method: "GET", url: url, fields: fields, seconds: Self.seconds)
        return try TemporaryCredentials(json: try await document(request), token: "Token", place: place)
    }

    private func document(_ request: FetchRequest) async throws(CredentialsError) -> [UInt8] {
        var failure = ""
        for _ in 0..<Self.tries {
            do throws(FetchFailure) {
                let answer = try await world.fetch(request)
                if answer.status == 200 { return answer.body }
                failure = "status \(answer.status)"
                // To be asked again does not change what it thinks of the request.
                if answer.status < 500 { break }
            } catch {
                failure = error.detail
            }
        }
        throw CredentialsError("\(place) gives no credentials: \(failure)", isTemporary: true)
    }

    /// Keeps the token from going to just anybody: without encryption only to the machine itself and AWS's agents.
    private static func check(_ url: String) throws(CredentialsError) {
        let address: (isSecure: Bool, host: String)
        do throws(ConfigurationError) {
            let parts = try URLAddress(url, allowsPath: true)
            address = (parts.isSecure, parts.host)
        } catch {
            throw CredentialsError("AWS_CONTAINER_CREDENTIALS_FULL_URI: \(error)")
        }
        guard address.isSecure || agents.contains(address.host) || LoopbackHost.contains(address.host) else {
            throw CredentialsError(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI names the host '\(address.host)' without encryption: only this machine and the agents of ECS and EKS may be asked so"
            )
        }
    }

    /// The token for the endpoint, read again each time: it is changed from time to time.
    private func authorization() throws(CredentialsError) -> String? {
        var token = world.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN")
        if let path = world.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
            let bytes: [UInt8]?
            do throws(ConfigurationError) { bytes = try world.readFile(path) } catch {
                throw CredentialsError("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: \(error)")
            }
            guard let bytes else {
                throw CredentialsError("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names '\(path)', which is not there")
            }
            token = String(decoding: bytes, as: UTF8.self)
        }
        guard let token else { return nil }
        guard token.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) else {
            throw CredentialsError(
                "the container's authorization token (AWS_CONTAINER_AUTHORIZATION_TOKEN or the file of …_TOKEN_FILE) has characters that no header field may have"
            )
        }
        return token
    }
}
