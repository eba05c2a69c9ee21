/// A token with the fingerprint of its request.
package struct TransactionToken: Sendable {
    package let token: String
    package let fingerprint: [UInt8]

    package init(token: String, fingerprint: [UInt8]) {
        self.token = token
        self.fingerprint = fingerprint
    }
}
