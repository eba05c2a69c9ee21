// Values of fields: their elements, without regard to case and to the white space around them.

/// Compares bytes with a lower-case ASCII name without regard to case.
@inlinable @inline(__always)
public func matchesIgnoringCase(_ bytes: UnsafeBufferPointer<UInt8>, _ lowercased: StaticString) -> Bool {
    let count = lowercased.utf8CodeUnitCount
    guard bytes.count == count else { return false }
    let name = lowercased.utf8Start
    for index in 0..<count where ByteClass.lowercased(bytes[index]) != name[index] { return false }
    return true
}

/// Compares bytes with a lower-case ASCII name without regard to case.
public func matchesIgnoringCase(_ bytes: ArraySlice<UInt8>, _ lowercased: StaticString) -> Bool {
    bytes.withUnsafeBufferPointer { matchesIgnoringCase($0, lowercased) }
}

extension UnsafeBufferPointer<UInt8> {
    /// The bytes without the spaces and tabs at both ends (optional white space of RFC 9110, section 5.6.3).
    @inlinable
    public var trimmed: UnsafeBufferPointer<UInt8> {
        var low = startIndex
        var high = endIndex
        while low < high, ByteClass.isSpace(self[low]) { low += 1 }
        while high > low, ByteClass.isSpace(self[high - 1]) { high -= 1 }
        return UnsafeBufferPointer(rebasing: self[low..<high])
    }

    /// Calls `body` with each element of a comma-separated list, trimmed; stops early when it returns false.
    @inlinable
    public func forEachListElement(_ body: (UnsafeBufferPointer<UInt8>) -> Bool) {
        var start = startIndex
        while start <= endIndex {
            var end = start
            while end < endIndex, self[end] != UInt8(ascii: ",") { end += 1 }
            guard body(UnsafeBufferPointer(rebasing: self[start..<end]).trimmed) else { return }
            start = end + 1
        }
    }
}

extension ArraySlice<UInt8> {
    /// The bytes without the spaces and tabs at both ends.
    public var trimmed: ArraySlice<UInt8> {
        var bytes = drop(while: ByteClass.isSpace)
        while let last = bytes.last, ByteClass.isSpace(last) { bytes.removeLast() }
        return bytes
    }

    /// The number that these bytes write, up to 15 digits and nothing else; nil for other bytes.
    public var decimal: Int? {
        guard (1...15).contains(count), allSatisfy(ByteClass.isDigit) else { return nil }
        return reduce(0) { $0 * 10 + Int($1 &- UInt8(ascii: "0")) }
    }
}

extension Sequence<ArraySlice<UInt8>> {
    /// The elements of a list that all fields of a name make together (RFC 9110, section 5.6.1), trimmed; empty ones
    /// are left out.
    public var listElements: [ArraySlice<UInt8>] {
        flatMap { $0.split(separator: UInt8(ascii: ",")) }.map(\.trimmed).filter { !$0.isEmpty }
    }
}
