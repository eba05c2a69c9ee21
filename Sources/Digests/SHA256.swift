/// SHA-256 as FIPS 180-4 (section 6.2) defines it, incremental or in one call.
///
/// It is a plain value: a copy taken in the middle of a message goes its own way, which is how `HMACSHA256.Key` keeps
/// the work of its key block. It allocates nothing before `finalize()`.
public struct SHA256: Sendable {
    /// Bytes in a digest.
    public static let digestByteCount = 32
    /// Bytes in a block of the compression function.
    public static let blockByteCount = 64

    private var state = SHA256State()
    private var pending = InlineArray<64, UInt8>(repeating: 0)
    private var pendingCount = 0
    private var byteCount: UInt64 = 0

    /// Starts an empty message.
    public init() {}

    /// The digest of a whole message.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { hash($0) }
    }

    /// The digest of a whole message.
    public static func hash(_ bytes: Span<UInt8>) -> [UInt8] {
        bytes.withUnsafeBytes { hash($0) }
    }

    /// The digest of a whole message.
    public static func hash(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var hasher = SHA256()
        hasher.update(bytes)
        return hasher.finalize()
    }

    /// The digest of the UTF-8 bytes of a text.
    public static func hash(utf8 text: String) -> [UInt8] {
        var hasher = SHA256()
        hasher.update(utf8: text)
        return hasher.finalize()
    }

    /// Appends bytes to the message.
    public mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// Appends bytes to the message.
    public mutating func update(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBytes { update($0) }
    }

    /// Appends the UTF-8 bytes of a text to the message.
    public mutating func update(utf8 text: String) {
        var text = text
        text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    }

    /// Appends bytes to the message.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress, bytes.count > 0 else { return }
        byteCount &+= UInt64(bytes.count)
        var offset = 0
        if pendingCount > 0 {
            offset = min(Self.blockByteCount - pendingCount, bytes.count)
            keep(base, offset)
            guard pendingCount == Self.blockByteCount else { return }
            compressPending()
        }
        let blocks = (bytes.count - offset) / Self.blockByteCount
        if blocks > 0 {
            state.compress(base + offset, blocks: blocks)
            offset += blocks * Self.blockByteCount
        }
        if offset < bytes.count { keep(base + offset, bytes.count - offset) }
    }

    /// The digest of everything that was appended: 32 bytes. The value itself stays as it is, so that more can follow.
    public func finalize() -> [UInt8] {
        var last = finished()
        return [UInt8](unsafeUninitializedCapacity: Self.digestByteCount) { buffer, count in
            last.store(to: UnsafeMutableRawBufferPointer(buffer))
            count = Self.digestByteCount
        }
    }

    /// The state after padding (FIPS 180-4, section 5.1.1).
    func finished() -> SHA256State {
        var copy = self
        copy.pad()
        return copy.state
    }

    private mutating func pad() {
        let bits = byteCount &* 8
        let count = pendingCount
        withUnsafeMutableBytes(of: &pending) { buffer in
            buffer[count] = 0x80
            for index in (count + 1)..<Self.blockByteCount { buffer[index] = 0 }
        }
        // The length takes the last 8 bytes of a block; when they are taken by the message, it goes into one more.
        if count + 1 > Self.blockByteCount - 8 {
            compressPending()
            pending = InlineArray(repeating: 0)
        }
        withUnsafeMutableBytes(of: &pending) { buffer in
            buffer.storeBytes(of: bits.bigEndian, toByteOffset: Self.blockByteCount - 8, as: UInt64.self)
        }
        compressPending()
    }

    private mutating func keep(_ base: UnsafeRawPointer, _ count: Int) {
        let start = pendingCount
        withUnsafeMutableBytes(of: &pending) { buffer in
            guard let target = buffer.baseAddress else { return }
            (target + start).copyMemory(from: base, byteCount: count)
        }
        pendingCount += count
    }

    private mutating func compressPending() {
        let block = pending
        withUnsafeBytes(of: block) { buffer in
            guard let base = buffer.baseAddress else { return }
            state.compress(base, blocks: 1)
        }
        pendingCount = 0
    }
}
