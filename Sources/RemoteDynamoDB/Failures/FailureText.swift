// The one place where what went wrong on the way to the table becomes text: it names the fault, and the setting to
// change.
extension RemoteEndpoint {
    /// There is no answer.
    func text(_ failure: TransportFailure) -> String {
        "The table's endpoint \(self) cannot be used: \(failure.detail).\(advice(failure.kind))"
    }

    private func advice(_ kind: TransportFailure.Kind) -> String {
        switch kind {
        case .unresolved where settings.isOfRegion:
            " It is that of the region '\(region)': is there one of this name? Change \(settings.region)."
        case .unresolved: " Is the name right? Change \(settings.endpoint)."
        case .noConnection, .timedOut, .connectionLost:
            " Is it running, and can it be reached from here? \(addressToChange)"
        case .malformed: " Is a DynamoDB there? \(addressToChange)"
        case .overloaded: " Send fewer requests at a time, or serve from more processes."
        case .closed: ""
        }
    }

    private var addressToChange: String {
        if settings.isOfRegion { return "It is that of the region '\(region)': see \(settings.region)." }
        return isSecure
            ? "See \(settings.endpoint); without encryption its URL begins with http://."
            : "See \(settings.endpoint); with encryption its URL begins with https://."
    }

    /// An answer below status 500 that is not one of the protocol's: redirections, and what other servers say to a
    /// stranger.
    func foreign(status: Int) -> String {
        "The endpoint \(self) answers with status \(status) and does not speak DynamoDB's protocol. "
            + "Is a DynamoDB there? \(addressToChange)"
    }

    /// A failure without an error of the protocol's.
    func failed(status: Int) -> String {
        "The endpoint \(self) answers with status \(status) and no error of DynamoDB's: something in front of it fails, "
            + "or it is not DynamoDB. \(addressToChange)"
    }

    /// An error of the service's own.
    func failed(_ type: String, _ message: String) -> String {
        "The table's endpoint \(self) failed with \(type): \(sentence(message)) Try again later."
    }

    /// An answer that cannot be trusted.
    func unusable(_ detail: String) -> String {
        "The answer of the table's endpoint \(self) is unusable: \(detail). Is a DynamoDB there? \(addressToChange)"
    }

    /// No credentials to sign with; the detail names the place that they were to come from.
    func noCredentials(_ detail: String) -> String { "No credentials for the table's endpoint \(self): \(detail)." }

    /// Credentials that are not accepted.
    func notAdmitted(_ type: String, _ advice: Admission) -> String {
        "The table's endpoint \(self) does not admit us: \(type). "
            + {
                switch advice {
                case .expired:
                    "The credentials have expired: get new ones (AWS_SESSION_TOKEN, or the profile's)."
                case .forbidden:
                    "The credentials are known, but their policy does not allow the call in the region \(region) (\(settings.region))."
                case .unknown:
                    "Check the access key and the secret (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the profile's), the session token, the clock and the region \(region) (\(settings.region))."
                }
            }()
    }

    /// What may be wrong with credentials.
    enum Admission {
        case expired, forbidden, unknown
    }

    /// No time was left to ask.
    var outOfTime: String { "There was no time left to ask the table's endpoint \(self)." }

    /// The circuit breaker is open.
    var notAnswering: String {
        "The table's endpoint \(self) has not answered of late: the call was not tried. \(addressToChange)"
    }

    private func sentence(_ text: String) -> String { text.utf8.last == UInt8(ascii: ".") ? text : text + "." }
}
