import AWSSignatures

/// Keys in environment variables.
struct EnvironmentProvider: Provider {
    let world: AWSSurroundings
    let place = "the environment"

    func credentials() throws(CredentialsError) -> TemporaryCredentials? {
        let key = world.variable("AWS_ACCESS_KEY_ID")
        let secret = world.variable("AWS_SECRET_ACCESS_KEY")
        switch (key, secret) {
        case (nil, nil): return nil
        case (let key?, let secret?):
            return TemporaryCredentials(
                AWSCredentials(
                    accessKeyID: key, secretAccessKey: secret, sessionToken: world.variable("AWS_SESSION_TOKEN")))
        case (nil, _): throw CredentialsError("AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not")
        case (_, nil): throw CredentialsError("AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not")
        }
    }
}

/// Keys in a profile of one of the shared files.
struct ProfileKeysProvider: Provider {
    let place: String
    private let values: [String: String]

    private init(_ values: [String: String], _ profile: String, _ path: String) {
        self.values = values
        place = "the profile '\(profile)' in '\(path)'"
    }

    /// Keys in the credentials file.
    static func credentialsFile(_ files: SharedFiles) -> ProfileKeysProvider {
        ProfileKeysProvider(files.credentials, files.profile, files.credentialsPath)
    }

    /// Keys in the config file.
    static func configFile(_ files: SharedFiles) -> ProfileKeysProvider {
        ProfileKeysProvider(files.config, files.profile, files.configPath)
    }

    func credentials() throws(CredentialsError) -> TemporaryCredentials? {
        guard let key = value("aws_access_key_id") else { return nil }
        guard let secret = value("aws_secret_access_key") else {
            throw CredentialsError("\(place) has aws_access_key_id, but not aws_secret_access_key")
        }
        // The older name of the token counts first, as in botocore.
        let token = value("aws_security_token") ?? value("aws_session_token")
        return TemporaryCredentials(
            AWSCredentials(accessKeyID: key, secretAccessKey: secret, sessionToken: token))
    }

    private func value(_ name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }
}

/// Ways to get credentials that are not built in: named when they are asked for, instead of going on to credentials
/// that were not meant.
struct UnsupportedProvider: Provider {
    let world: AWSSurroundings
    let files: SharedFiles
    let place = "the profile"

    private static let advice =
        "; give keys, or a credential_process such as 'aws configure export-credentials --format process'"

    func credentials() throws(CredentialsError) -> TemporaryCredentials? {
        let marks = [
            ("role_arn", "assuming a role"), ("web_identity_token_file", "a web identity"),
            ("sso_session", "IAM Identity Center"), ("sso_start_url", "IAM Identity Center"),
            ("login_session", "a login session"),
        ]
        for (name, what) in marks where files.setting(name) != nil {
            throw CredentialsError(
                "the profile '\(files.profile)' asks for \(what) (\(name)), which is not built in" + Self.advice)
        }
        if world.variable("AWS_WEB_IDENTITY_TOKEN_FILE") != nil {
            throw CredentialsError(
                "AWS_WEB_IDENTITY_TOKEN_FILE asks for a web identity, which is not built in\(Self.advice)")
        }
        return nil
    }
}

/// Credentials that a program of the user's gives: `credential_process` in a profile.
///
/// Source: AWS SDKs and Tools Reference Guide, "Process credential provider".
struct ProcessProvider: Provider {
    let world: AWSSurroundings
    let files: SharedFiles
    var place: String {
        let path = files.credentials["credential_process"]?.isEmpty == false ? files.credentialsPath : files.configPath
        return "the credential_process of the profile '\(files.profile)' in '\(path)'"
    }

    func credentials() async throws(CredentialsError) -> TemporaryCredentials? {
        guard let command = files.setting("credential_process") else { return nil }
        guard let words = ShellWords.split(command), !words.isEmpty else {
            throw CredentialsError("\(place) has a quotation that does not end")
        }
        let output: [UInt8]
        do throws(ConfigurationError) { output = try await world.run(words) } catch {
            throw CredentialsError("\(place) failed: \(error)", isTemporary: true)
        }
        return try TemporaryCredentials(json: output, token: "SessionToken", place: place)
    }
}
