import Testing

@testable import AWSConfiguration

struct TableAddressTests {
    private let config = """
        [default]
        region = eu-west-1
        [profile local]
        region = eu-west-2
        endpoint_url = http://global:1
        services = local
        [profile global]
        endpoint_url = http://global:1
        [profile lost]
        services = nowhere
        [services local]
        dynamodb =
          endpoint_url = http://[::1]:8000/
        """

    private func address(
        _ environment: [String: String], endpoint: String? = nil, region: String? = nil, profile: String? = nil
    ) throws -> String {
        let world = World().surroundings(environment, files: ["/home/me/.aws/config": config])
        let found = try TableAddress(
            endpoint: endpoint, region: region, try SharedFiles(profile: profile, world), world)
        return "\(found.isSecure ? "https" : "http") \(found.host) \(found.port) \(found.region)"
    }

    // Region: flag, AWS_REGION, AWS_DEFAULT_REGION, profile.
    @Test func region() throws {
        let both = ["AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-2"]
        #expect(try address(both, region: "ap-south-1") == "https dynamodb.ap-south-1.amazonaws.com 443 ap-south-1")
        #expect(try address(both).hasSuffix("us-east-1"))
        #expect(try address(["AWS_DEFAULT_REGION": "us-east-2"]).hasSuffix("us-east-2"))
        #expect(try address([:]).hasSuffix("eu-west-1"))
    }

    // Endpoint: flag, the variable of the service, the variable of all, the services section, the profile; or the
    // region's own.
    @Test func endpoint() throws {
        let both = ["AWS_ENDPOINT_URL_DYNAMODB": "http://one:1", "AWS_ENDPOINT_URL": "http://two:2"]
        #expect(try address(both, endpoint: "HTTPS://Three") == "https three 443 eu-west-1")
        #expect(try address(both) == "http one 1 eu-west-1")
        #expect(try address(["AWS_ENDPOINT_URL": "http://two:2"]) == "http two 2 eu-west-1")
        #expect(try address([:], profile: "local") == "http ::1 8000 eu-west-2")
        #expect(try address(["AWS_REGION": "x-1"], profile: "global") == "http global 1 x-1")
        let ignored = both.merging(["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "TRUE"]) { $1 }
        #expect(try address(ignored) == "https dynamodb.eu-west-1.amazonaws.com 443 eu-west-1")
    }

    // An endpoint of AWS names its region, which counts when there is no other, and must be the same when there is.
    @Test func regionOfTheHost() async throws {
        let url = "https://dynamodb.ap-southeast-1.amazonaws.com"
        #expect(try address([:], endpoint: url, profile: "global").hasSuffix("ap-southeast-1"))
        let said = await message { _ = try address(["AWS_REGION": "us-east-1"], endpoint: url) }
        #expect(said.contains("is of the region ap-southeast-1, but the region is set to 'us-east-1'"))
    }

    // What is no endpoint is refused with what is wrong and the setting to change; a password in it is not shown.
    @Test(arguments: [
        ("localhost:8000", "begins with https:// or http://"), ("http://", "valid host"), ("http://a:0", "port"),
        ("http://a:65536", "port"), ("http://a:+1", "port"), ("http://a:", "port"), ("http://me:secret@a", "password"),
        ("http://a/path", "end after host"), ("http://a?x", "end after host"), ("http://[::1", "closing"),
        ("http://[::1]x", "valid host"), ("http://a b", "valid host"), ("http://a\r\nb", "valid host"),
        ("http://::1:8000", "valid host"),
    ])
    func badEndpoints(_ url: String, _ what: String) async {
        let said = await message { _ = try address([:], endpoint: url) }
        #expect(said.hasPrefix("--table-endpoint: ") && said.contains(what) && !said.contains("secret"), "\(said)")
    }

    // A region becomes part of a host's name: nothing else may stand there.
    @Test(arguments: ["evil.example.com/", "a b", "-a", "EU", ""])
    func badRegions(_ region: String) async {
        let said = await message { _ = try address([:], region: region) }
        #expect(said.contains("not a name such as ap-southeast-1"))
    }

    // Without a region nothing can be signed; a section that is named must be there.
    @Test func missing() async {
        #expect(await message { _ = try address([:], profile: "global") }.contains("there is no region"))
        #expect(await message { _ = try address([:], profile: "lost") }.contains("[services nowhere]"))
    }
}
