import AWSSignatures
import CivilTime
import JSONText

/// Credentials, and until when they are good.
struct TemporaryCredentials: Sendable, Equatable {
    let credentials: AWSCredentials
    /// Seconds since 1970; nil for credentials that stay good.
    let expiry: Int?

    /// Credentials that a file or the environment gives.
    init(_ credentials: AWSCredentials, expiry: Int? = nil) {
        self.credentials = credentials
        self.expiry = expiry
    }

    /// The document in which containers, instances and programs give credentials.
    ///
    /// - Parameters:
    ///   - token: the member with the session token: `Token`, or `SessionToken` from programs.
    ///   - place: who gave it, for messages.
    /// - Throws: ``CredentialsError``, which shows nothing of the document.
    init(json: [UInt8], token: String, place: String) throws(CredentialsError) {
        guard let document = try? JSONValue.parse(json, limits: JSONLimits()) else {
            throw CredentialsError("\(place) did not answer with a JSON document", isTemporary: true)
        }
        guard let key = document["AccessKeyId"]?.stringValue, !key.isEmpty,
            let secret = document["SecretAccessKey"]?.stringValue, !secret.isEmpty
        else {
            throw CredentialsError("the answer of \(place) lacks AccessKeyId or SecretAccessKey", isTemporary: true)
        }
        credentials = AWSCredentials(
            accessKeyID: key, secretAccessKey: secret, sessionToken: document[token]?.stringValue)
        guard let text = document["Expiration"]?.stringValue else {
            expiry = nil
            return
        }
        guard let moment = Timestamp(iso8601: text) else {
            throw CredentialsError(
                "the Expiration in the answer of \(place) is not a time such as 2026-01-31T12:00:00Z")
        }
        expiry = Int(moment.seconds)
    }
}
