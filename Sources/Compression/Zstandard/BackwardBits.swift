/// Bits that are read from their end (RFC 8878, section 4.1): the last byte holds, below its highest set bit, the first
/// of them. Beyond the start zeros follow, which the caller sees by ``position``.
struct BackwardBits {
    private let bytes: ArraySlice<UInt8>
    /// Bits that are left; negative when more were read than there are.
    private(set) var position: Int

    init(_ bytes: ArraySlice<UInt8>) throws(ZstandardError) {
        guard let last = bytes.last, last != 0 else { throw .malformed }
        self.bytes = bytes
        position = 8 * (bytes.count - 1) + 7 - last.leadingZeroBitCount
    }

    /// The next bits as a number, up to 32 of them.
    @inline(__always)
    mutating func read(_ count: Int) -> Int {
        position -= count
        guard count > 0 else { return 0 }
        if position < 0 {
            guard position + count > 0 else { return 0 }
            return bits(from: 0, position + count) << -position
        }
        return bits(from: position, count)
    }

    @inline(__always)
    private func bits(from start: Int, _ count: Int) -> Int {
        var value: UInt64 = 0
        let first = bytes.startIndex + start >> 3
        let last = min(first + 8, bytes.endIndex)
        var index = last - 1
        while index >= first {
            value = value << 8 | UInt64(bytes[index])
            index -= 1
        }
        return Int(value >> UInt64(start & 7) & (1 << UInt64(count) - 1))
    }
}
