import Compression
import Digests
import DynamoModel
import ItemFiles
import TableStore

/// Reads the data file of an export as those will who are given it, and counts its lines, some at a time: a large file
/// takes a minute, and the thread has other work.
struct DataFileVerification {
    private let file: DataFile
    private let expected: Int
    private let input: Input
    private var stream: GunzipStream
    private var lines = 0

    /// Bytes of lines that are looked at in a step.
    private static let bytesAtATime = 4 << 20

    /// Begins at the start of a file.
    ///
    /// - Parameter lines: how many it must have.
    init(_ file: DataFile, lines: Int) throws(TransferStop) {
        guard file.synchronize() else { throw .again(file.fault("cannot be synced")) }
        let input = Input(file)
        (self.file, self.input, expected) = (file, input, lines)
        stream = GunzipStream { input.next() }
    }

    /// Goes on.
    ///
    /// - Returns: the digest of the file's bytes at its end; nil before it.
    /// - Throws: when the file does not hold so many lines: the export has to begin again.
    mutating func step() throws(TransferStop) -> MD5Sum? {
        var bytes = 0
        while bytes < Self.bytesAtATime {
            let piece = try next()
            guard !piece.isEmpty else { return try digest() }
            bytes += piece.count
            lines += piece.count { $0 == UInt8(ascii: "\n") }
        }
        return nil
    }

    private mutating func next() throws(TransferStop) -> ArraySlice<UInt8> {
        do throws(GzipError) { return try stream.next() } catch {
            throw .again(DynamoDBError(.serviceUnavailable, "\(file.path) is not what was written"))
        }
    }

    private func digest() throws(TransferStop) -> MD5Sum {
        guard input.isReadable, input.offset == file.size, lines == expected else {
            throw .again(DynamoDBError(.serviceUnavailable, "\(file.path) holds \(lines) items, not \(expected)"))
        }
        return MD5Sum(digest: input.digest.finalize())
    }

    /// The file's bytes in their order, and their digest.
    private final class Input {
        private let file: DataFile
        private(set) var offset = 0
        private(set) var isReadable = true
        private(set) var digest = MD5()

        private static let pieceSize = 1 << 18

        init(_ file: DataFile) { self.file = file }

        func next() -> [UInt8] {
            var piece = [UInt8](repeating: 0, count: Self.pieceSize)
            let count = piece.withUnsafeMutableBytes { file.read(into: $0, at: offset) }
            isReadable = isReadable && count >= 0
            piece.removeLast(piece.count - max(count, 0))
            offset += piece.count
            digest.update(piece)
            return piece
        }
    }
}
