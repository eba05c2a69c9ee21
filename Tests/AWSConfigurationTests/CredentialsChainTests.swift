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

    // Credentials that the service refused as expired are looked up again, in the files as they are then; others stay.
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
}
