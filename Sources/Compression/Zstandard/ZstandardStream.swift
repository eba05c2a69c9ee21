/// Reads what Zstandard compressed (RFC 8878), a block of at most 128 KB at a time: frames of any number, those that
/// are to be skipped too. It holds no more than about twice the window that a frame asks for, which is bounded.
///
/// Checksums of the content are skipped: containers of such texts have another, as a zip archive does.
public struct ZstandardStream {
    /// The largest window: what the levels of the usual program ask for, up to its twentieth.
    public static let maximumWindow = 32 << 20
    private static let magic = 0xFD2F_B528
    private static let skippable = 0x184D_2A50...0x184D_2A5F

    private struct Frame {
        let window: Int
        let hasChecksum: Bool
        var block = ZstandardBlock()
        var isLast = false
    }

    private var rest: ArraySlice<UInt8>
    private var frame: Frame?
    private var output: [UInt8] = []

    /// A reader of some bytes.
    public init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The next stretch; empty at the end.
    public mutating func next() throws(ZstandardError) -> ArraySlice<UInt8> {
        while true {
            guard var current = frame else {
                if rest.isEmpty { return [] }
                frame = try begin()
                output = []
                continue
            }
            if current.isLast {
                if current.hasChecksum { _ = try ZstandardBlock.take(4, &rest) }
                frame = nil
                continue
            }
            // Seldom, since it moves the window: each byte of the text is moved once or so.
            if output.count > 2 * max(current.window, ZstandardBlock.maximumSize) {
                output.removeFirst(output.count - current.window)
            }
            let start = output.count
            try readBlock(&current)
            frame = current
            if output.count > start { return output[start...] }
        }
    }

    /// Reads the head of a frame (section 3.1.1.1); nil when it is one to be skipped.
    private mutating func begin() throws(ZstandardError) -> Frame? {
        let magic = try ZstandardBlock.take(4, &rest)
        if Self.skippable.contains(magic) {
            _ = try ZstandardBlock.slice(try ZstandardBlock.take(4, &rest), &rest)
            return nil
        }
        guard magic == Self.magic else { throw .malformed }
        let descriptor = try ZstandardBlock.take(1, &rest)
        let isSingle = descriptor & 0x20 != 0
        guard descriptor & 0x08 == 0 else { throw .malformed }
        var window = 0
        if !isSingle {
            let byte = try ZstandardBlock.take(1, &rest)
            window = 1 << (10 + byte >> 3)
            window += window / 8 * (byte & 7)
        }
        let dictionary = try ZstandardBlock.take([0, 1, 2, 4][descriptor & 3], &rest)
        guard dictionary == 0 else { throw .needsDictionary }
        let sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6]
        let size = try ZstandardBlock.take(sizeBytes, &rest) + (sizeBytes == 2 ? 256 : 0)
        if isSingle { window = max(0, size) }
        // The content of a single segment is its own window, of which no more than the largest is ever referred to.
        guard window <= Self.maximumWindow || isSingle else { throw .windowTooLarge(Self.maximumWindow) }
        return Frame(window: min(window, Self.maximumWindow), hasChecksum: descriptor & 4 != 0)
    }

    private mutating func readBlock(_ frame: inout Frame) throws(ZstandardError) {
        let head = try ZstandardBlock.take(3, &rest)
        frame.isLast = head & 1 == 1
        let size = head >> 3
        switch head >> 1 & 3 {
        case 0: output += try ZstandardBlock.slice(size, &rest)
        case 1:
            guard let byte = rest.popFirst(), size <= ZstandardBlock.maximumSize else { throw .malformed }
            output += repeatElement(byte, count: size)
        case 2:
            guard size <= ZstandardBlock.maximumSize else { throw .malformed }
            try frame.block.append(try ZstandardBlock.slice(size, &rest), to: &output)
        default: throw .malformed
        }
    }
}
