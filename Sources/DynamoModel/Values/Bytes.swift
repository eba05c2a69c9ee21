// Strings are compared by their UTF-8 bytes everywhere in the table: DynamoDB compares bytes, whereas Swift's `==`
// holds canonically equivalent strings ("é" composed and decomposed) to be equal.

#if canImport(Glibc)
    import Glibc
#endif

extension String {
    /// Runs `body` on the string's UTF-8 bytes, without a copy where the string is native.
    @inlinable
    public func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
        var copy = self
        return copy.withUTF8(body)
    }

    /// Whether both strings have the same UTF-8 bytes.
    @inlinable
    public func hasSameBytes(as other: String) -> Bool {
        withBytes { left in
            other.withBytes { right in
                left.count == right.count && order(left, right, left.count) == 0
            }
        }
    }

    /// Whether this string's UTF-8 bytes begin with those of `prefix`.
    @inlinable
    public func hasBytePrefix(_ prefix: String) -> Bool {
        withBytes { left in
            prefix.withBytes { right in
                left.count >= right.count && order(left, right, right.count) == 0
            }
        }
    }

    /// Three-way comparison of the UTF-8 bytes: negative, zero or positive.
    @inlinable
    public func compareBytes(with other: String) -> Int {
        withBytes { left in other.withBytes { right in threeWay(bytes: left, with: right) } }
    }
}

extension Array where Element == UInt8 {
    /// Three-way comparison as unsigned bytes: negative, zero or positive.
    @inlinable
    public func compareBytes(with other: [UInt8]) -> Int {
        withUnsafeBufferPointer { left in
            other.withUnsafeBufferPointer { right in threeWay(bytes: left, with: right) }
        }
    }
}

@inlinable
func threeWay(bytes left: UnsafeBufferPointer<UInt8>, with right: UnsafeBufferPointer<UInt8>) -> Int {
    let order = order(left, right, min(left.count, right.count))
    return order != 0 ? Int(order) : left.count - right.count
}

/// Compares the first `count` bytes; each side must have so many.
@inlinable
func order(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>, _ count: Int) -> Int32 {
    // An empty buffer has no address.
    guard count > 0, let left = left.baseAddress, let right = right.baseAddress else { return 0 }
    return memcmp(left, right, count)
}
