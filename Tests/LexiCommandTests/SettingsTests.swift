import Testing

@testable import LexiCommand

@Suite struct SettingsTests {
    /// A value that cannot be, is refused by naming what holds it: the flag or the variable. Status 2, and nothing is
    /// served.
    @Test(arguments: [
        ("--port", "LEXI_PORT", "65536"), ("--port", "LEXI_PORT", "-1"), ("--port", "LEXI_PORT", "+80"),
        ("--port", "LEXI_PORT", "http"), ("--dynamodb-port", "LEXI_DYNAMODB_PORT", "65536"),
        ("--port", "LEXI_PORT", "٨٠"), ("--loops", "LEXI_LOOPS", "0"),
        ("--memory", "LEXI_MEMORY", "15"), ("--memory", "LEXI_MEMORY", "64MB"),
        ("--rate-limit", "LEXI_RATE_LIMIT", "-5"), ("--log-level", "LEXI_LOG_LEVEL", "loud"),
        ("--grace", "LEXI_GRACE", "10"), ("--grace", "LEXI_GRACE", "0s"), ("--grace", "LEXI_GRACE", "+1s"),
        ("--grace", "LEXI_GRACE", "99999999999999999999d"), ("--admin-email", "LEXI_ADMIN_EMAILS", "nobody"),
        ("--admin-email", "LEXI_ADMIN_EMAILS", "a@example.com, b"),
        ("--cors-origin", "LEXI_CORS_ORIGINS", "app.example.com"),
        ("--cors-origin", "LEXI_CORS_ORIGINS", "https://app.example.com/"),
    ]) func wrongValuesNameTheirSource(flag: String, variable: String, value: String) async {
        let secret = ["LEXI_JWT_SECRET": Serving.secret]
        let given = await run(["serve", "\(flag)=\(value)"], environment: secret)
        #expect(given.status == 2)
        #expect(given.errors.contains("\(flag):"), "\(given.errors)")
        #expect(given.output.isEmpty)
        let inherited = await run(["serve"], environment: secret.merging([variable: value]) { $1 })
        #expect(inherited.status == 2)
        #expect(inherited.errors.contains("\(variable):"), "\(inherited.errors)")
    }

    /// A secret that is too short is refused wherever it comes from, and never repeated in the message.
    @Test func shortSecretsAreRefused() async {
        let given = await run(["token", "--sub", "me", "--jwt-secret", "short-one"])
        #expect(given.status == 1)
        #expect(given.errors.contains("--jwt-secret") && given.errors.contains("32"))
        #expect(!given.errors.contains("short-one"))
        let inherited = await run(["token", "--sub", "me"], environment: ["LEXI_JWT_SECRET": "short-one"])
        #expect(inherited.status == 1)
        #expect(inherited.errors.contains("LEXI_JWT_SECRET"))
        #expect(!inherited.errors.contains("short-one"))
    }

    /// For every option: the default counts last, the environment before it, the command line first; an empty variable
    /// is none. A switch is on when it is given.
    @Test(arguments: HelpTests.commands) func commandLineWinsOverEnvironment(path: [String]) throws {
        for option in HelpTests.command(path).options {
            let flag = "--\(option.name)"
            func value(_ words: [String], _ environment: [String: String]) throws -> String? {
                try Arguments(words, options: [option], environment: environment).string(option)
            }
            #expect(try value([], [:]) == option.fallback)
            guard option.valueName != nil else {
                #expect(try value([flag], [:]) == "true")
                continue
            }
            #expect(try value([flag, "given"], [:]) == "given")
            #expect(try value(["\(flag)=a=b"], [:]) == "a=b")
            #expect(try value([flag, "first", flag, "last"], [:]) == "last")
            guard let variable = option.environmentVariable else { continue }
            #expect(variable.hasPrefix("LEXI_"))
            #expect(try value([], [variable: "inherited"]) == "inherited")
            #expect(try value([], [variable: ""]) == option.fallback)
            #expect(try value([flag, "given"], [variable: "inherited"]) == "given")
        }
    }

    /// Lists are repeated or separated by commas; the command line replaces the environment's list.
    @Test func listsAreRepeatedOrSeparated() throws {
        let option = Settings.adminEmails
        func list(_ words: [String], _ environment: String = "") throws -> [String] {
            try Arguments(words, options: [option], environment: ["LEXI_ADMIN_EMAILS": environment]).list(option)
        }
        #expect(try list([]) == [])
        #expect(try list([], " a@x.org, b@x.org,,") == ["a@x.org", "b@x.org"])
        #expect(
            try list(["--admin-email", "c@x.org", "--admin-email=d@x.org,e@x.org"], "a@x.org") == [
                "c@x.org", "d@x.org", "e@x.org",
            ])
    }

    /// One flag and one variable mean the same thing wherever they occur. `lexi dynamodb` alone has its own `--host`
    /// and `--port`: they are what `lexi serve` calls `--dynamodb-host` and `--dynamodb-port`, with the same variables.
    @Test func optionsMeanTheSameEverywhere() {
        var flags: [String: Option] = [:]
        var variables: [String: String] = [:]
        for path in HelpTests.commands {
            for option in HelpTests.command(path).options {
                let isShort = path == ["dynamodb"] && ["host", "port"].contains(option.name)
                let name = isShort ? "dynamodb-\(option.name)" : option.name
                if let other = flags[name], !isShort {
                    #expect(other.summary == option.summary && other.fallback == option.fallback)
                }
                if !isShort { flags[name] = option }
                guard let variable = option.environmentVariable else { continue }
                #expect(variables[variable] ?? name == name)
                variables[variable] = name
            }
        }
    }
}
