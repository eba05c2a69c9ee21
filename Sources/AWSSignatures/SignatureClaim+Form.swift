extension SignatureClaim {
    /// Whether the value of a field `Authorization` has every part of a signature, judged by its bytes without taking
    /// it apart.
    ///
    /// It holds for just those values that ``init(of:)`` takes from a request that has the field `X-Amz-Date` and no
    /// signature in its query.
    public static func isWellFormed(_ authorization: ArraySlice<UInt8>) -> Bool {
        authorization.withUnsafeBufferPointer { bytes in
            var parts = Parts(bytes: bytes)
            guard let algorithm = parts.next(), matches(algorithm, "AWS4-HMAC-SHA256") else { return false }
            var (credential, signedHeaders, signature) = (false, false, false)
            while let part = parts.next() {
                guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { return false }
                let name = UnsafeBufferPointer(rebasing: part[..<equals])
                let value = part[(equals + 1)...]
                // Of a part that is there twice, the last counts.
                if matches(name, "Credential") {
                    credential = value.count(where: { $0 == UInt8(ascii: "/") }) == 4
                } else if matches(name, "SignedHeaders") {
                    signedHeaders = !value.isEmpty
                } else if matches(name, "Signature") {
                    signature = !value.isEmpty
                }
            }
            return credential && signedHeaders && signature
        }
    }

    /// What stands between spaces and commas.
    private struct Parts {
        let bytes: UnsafeBufferPointer<UInt8>
        private var index = 0

        init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

        private static func separates(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: ",") }

        mutating func next() -> UnsafeBufferPointer<UInt8>? {
            while index < bytes.count, Self.separates(bytes[index]) { index += 1 }
            guard index < bytes.count else { return nil }
            let start = index
            while index < bytes.count, !Self.separates(bytes[index]) { index += 1 }
            return UnsafeBufferPointer(rebasing: bytes[start..<index])
        }
    }

    private static func matches(_ bytes: UnsafeBufferPointer<UInt8>, _ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes.count == $0.count && bytes.elementsEqual($0) }
    }
}
