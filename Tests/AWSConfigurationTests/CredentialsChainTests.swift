import AWSSignatures
import Synchronization
import Testing

@testable import AWSConfiguration

struct CredentialsChainTests {
    private let files = [
        "/home/me/.aws/credentials": """
        [default]
        aws_access_key_id = FILE
        aws_secret_access_key = file-secret
        [both]
        aws_access_key_id = KEYS
        aws_secret_access_key = keys-secret
        aws_session_token = keys-token
        [half]
        aws_access_key_id = HALF
        """,
        "/home/me/.aws/config": """
        [profile both]
        aws_access_key_id = CONFIG
        aws_secret_access_key = config-secret
        [profile config only]
        region = eu-west-1
        [profile "config"]
        aws_access_key_id = CONFIG
        aws_secret_access_key = config-secret
        [profile role]
        role_arn = arn:aws:iam::1:role/x
        source_profile = default
        aws_access_key_id = WRONG
        aws_secret_access_key = wrong-secret
        [profile sso]
        sso_session = corporate
        """,
    ]

    // The environment counts before the files, unless a flag chose a profile; the credentials file counts before the
    // config file.
    @Test func order() async throws {
        let world = World().surroundings(
            ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "env-secret", "AWS_SESSION_TOKEN": "env-token"],
            files: files)
        #expect(try await keys(world) == ["ENV", "env-secret", "env-token"])
        #expect(try await keys(world, profile: "both") == ["KEYS", "keys-secret", "keys-token"])
        let plain = World()
        #expect(try await keys(plain.surroundings(files: files)) == ["FILE", "file-secret", nil])
        let named = plain.surroundings(["AWS_PROFILE": "config"], files: files)
        #expect(try await keys(named) == ["CONFIG", "config-secret", nil])
    }

    // Credentials that the service refused as expired are looked up anew, in the files as they are then; others stay.
    @Test func refusedCredentials() async throws {
        let world = World()
        let path = "/home/me/.aws/credentials"
        func put(_ key: String) {
            world.files.withLock { $0[path] = "[default]\naws_access_key_id=\(key)\naws_secret_access_key=s\n" }
        }
        put("OLD")
        let surroundings = world.surroundings()
        let chain = CredentialsChain(try SharedFiles(surroundings), surroundings)
        let old = try await chain.credentials()
        put("NEW")
        #expect(try await chain.credentials() == old)
        chain.refused(AWSCredentials(accessKeyID: "OTHER", secretAccessKey: "s"))
        #expect(try await chain.credentials() == old)
        chain.refused(old)
        #expect(try await chain.credentials().accessKeyID == "NEW")
    }

    // The variables that name the files count, with ~ for the home folder.
    @Test func places() async throws {
        let world = World().surroundings(
            ["AWS_SHARED_CREDENTIALS_FILE": "~/k", "AWS_CONFIG_FILE": "/c"],
            files: ["/home/me/k": "[default]\naws_access_key_id=A\naws_secret_access_key=B\n", "/c": ""])
        #expect(try await keys(world) == ["A", "B", nil])
    }

    // What is half there, not there or not built in is named, without going on to other credentials and without a
    // secret.
    @Test(arguments: [
        (["AWS_ACCESS_KEY_ID": "A"], "AWS_SECRET_ACCESS_KEY is not"),
        (["AWS_SECRET_ACCESS_KEY": "file-secret"], "AWS_ACCESS_KEY_ID is not"),
        (["AWS_PROFILE": "half"], "not aws_secret_access_key"),
        (["AWS_PROFILE": "nobody"], "there is no profile 'nobody' in '/home/me/.aws/config' ([profile nobody])"),
        (["AWS_PROFILE": "role"], "asks for assuming a role (role_arn), which is not built in"),
        (["AWS_PROFILE": "sso"], "IAM Identity Center (sso_session)"),
        (["AWS_WEB_IDENTITY_TOKEN_FILE": "/t"], "AWS_WEB_IDENTITY_TOKEN_FILE"),
    ])
    func refusals(_ environment: [String: String], _ what: String) async {
        let said = await message { _ = try await keys(World().surroundings(environment, files: files)) }
        #expect(said.contains(what) && !said.contains("-secret"), "\(said)")
    }

    // Where nothing is configured and no service answers, the message says what can be done.
    @Test func none() async {
        let said = await message { _ = try await keys(World().surroundings()) }
        #expect(said.contains("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY") && said.contains("AWS_PROFILE"))
    }

    // A credential_process is run without a shell, by words; what it prints are the credentials.
    @Test func process() async throws {
        let document = #"{"Version":1,"AccessKeyId":"P","SecretAccessKey":"S","SessionToken":"T"}"#
        let config =
            "[default]\ncredential_process = printf %s '\(document)'\n[profile bad]\ncredential_process = false\n"
        let world = World().surroundings(files: ["/home/me/.aws/config": config])
        #expect(try await keys(world) == ["P", "S", "T"])
        let said = await message { _ = try await keys(world, profile: "bad") }
        #expect(
            said.contains(
                "credential_process of the profile 'bad' in '/home/me/.aws/config' failed: 'false' ended with status 1")
        )
    }

    // Moments are read with fractions and offsets; what is no moment is refused.
    @Test(
        arguments: [
            ("1970-01-01T00:00:10Z", 10), ("1970-01-01T01:00:00.123+01:00", 0), ("1970-01-01T00:00:00-0030", 1800),
            ("1970-01-01", nil), ("1970-02-30T00:00:00Z", nil), ("1970-01-01T00:00:00", nil),
            ("1970-01-01T00:00:00.Z", nil),
        ] as [(String, Int?)])
    func timestamps(_ text: String, _ seconds: Int?) { #expect(Timestamp.seconds(text) == seconds) }
}

/// Gives what the test has put there, and counts how often it was asked.
private final class Source: Provider {
    let place = "the test"
    let outlivesExpiry: Bool
    let next = Mutex<Result<TemporaryCredentials, CredentialsError>>(.failure(CredentialsError("not yet")))
    let count = Mutex(0)

    init(outlivesExpiry: Bool = false) { self.outlivesExpiry = outlivesExpiry }

    func put(_ key: String, expiry: Int) {
        let credentials = AWSCredentials(accessKeyID: key, secretAccessKey: "secret")
        next.withLock { $0 = .success(TemporaryCredentials(credentials, expiry: expiry)) }
    }

    func fail() { next.withLock { $0 = .failure(CredentialsError("down", isTemporary: true)) } }

    func credentials() async throws(CredentialsError) -> TemporaryCredentials? {
        count.withLock { $0 += 1 }
        return try next.withLock { $0 }.get()
    }
}

/// Gives nothing for longer than anybody waits.
private struct Hanging: Provider {
    let place = "the place that hangs"

    func credentials() async -> TemporaryCredentials? {
        try? await Task.sleep(for: .seconds(60))
        return nil
    }
}

struct RenewalTests {
    private let world = World()
    private let warnings = Warnings()

    private final class Warnings: Sendable {
        let all = Mutex<[String]>([])
    }

    private func chain(_ source: Source) -> CredentialsChain {
        CredentialsChain([source], now: { world.now }, onWarning: { text in warnings.all.withLock { $0.append(text) } })
    }

    private func wait(_ condition: () async throws -> Bool) async throws {
        while try await !condition() { await Task.yield() }
    }

    // Callers who come at once share one request.
    @Test func oneRequest() async throws {
        let source = Source()
        source.put("A", expiry: world.now + 3600)
        let chain = chain(source)
        let found = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<50 { group.addTask { try? await chain.credentials().accessKeyID } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(found == Array(repeating: "A", count: 50))
        #expect(source.count.withLock { $0 } == 1)
    }

    // Who does not wait any longer is told which place it was that did not answer.
    @Test func placeThatHangs() async throws {
        let chain = CredentialsChain([Hanging()], now: { world.now }, onWarning: { _ in })
        let said = await message { _ = try await chain.credentials(within: .milliseconds(50)) }
        #expect(said == "the place that hangs did not give them in time")
    }

    // Before they expire credentials are renewed, and used on meanwhile.
    @Test func renewedInTime() async throws {
        let source = Source()
        source.put("A", expiry: world.now + 3600)
        let chain = chain(source)
        _ = try await chain.credentials()
        source.put("B", expiry: world.now + 7200)
        world.now += 3600 - CredentialsChain.advance - 1
        #expect(try await chain.credentials().accessKeyID == "A")
        #expect(source.count.withLock { $0 } == 1)
        world.now += 1
        #expect(try await chain.credentials().accessKeyID == "A")
        try await wait { try await chain.credentials().accessKeyID == "B" }
        #expect(source.count.withLock { $0 } == 2)
    }

    // A failed renewal is a warning while there is time, tried again after a pause, and an error when the time is over.
    @Test func failedRenewal() async throws {
        let source = Source()
        source.put("A", expiry: world.now + 3600)
        let chain = chain(source)
        _ = try await chain.credentials()
        source.fail()
        world.now += 3600 - CredentialsChain.advance
        #expect(try await chain.credentials().accessKeyID == "A")
        try await wait { warnings.all.withLock { !$0.isEmpty } }
        #expect(warnings.all.withLock { $0 } == ["the credentials could not be renewed: down"])
        _ = try await chain.credentials()
        #expect(source.count.withLock { $0 } == 2)
        world.now += CredentialsChain.pause
        #expect(try await chain.credentials().accessKeyID == "A")
        try await wait { source.count.withLock { $0 } == 3 }
        world.now += CredentialsChain.advance
        let said = await message { _ = try await chain.credentials() }
        #expect(said == "down")
        source.put("B", expiry: world.now + 3600)
        #expect(try await chain.credentials().accessKeyID == "B")
    }

    // Expired credentials are refused by name, except an instance's, which AWS takes when their service is in trouble.
    @Test func expired() async throws {
        let source = Source()
        source.put("A", expiry: world.now - 1)
        let said = await message { _ = try await self.chain(source).credentials() }
        #expect(said == "the credentials of the test have expired; renew them there")
        let instance = Source(outlivesExpiry: true)
        instance.put("A", expiry: world.now - 1)
        let second = chain(instance)
        #expect(try await second.credentials().accessKeyID == "A")
        instance.fail()
        world.now += CredentialsChain.pause
        #expect(try await second.credentials().accessKeyID == "A")
    }
}
