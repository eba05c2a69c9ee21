import Compression
import Digests
import DynamoModel
import Glibc
import ItemFiles
import TableStore

/// The data file of an export: it is called `.partial` until ``publish()``.
final class DataFile {
    private let path: String
    private let partial: String
    private let descriptor: Int32
    /// The size in bytes.
    private(set) var size: Int

    private static let mode: mode_t = 0o600

    /// Opens the file, also one that has its name, or makes it.
    init(_ path: String) throws(TransferStop) {
        (self.path, partial) = (path, path + BucketFolder.partialSuffix)
        if PlainFile.size(of: partial) == nil { rename(path, partial) }
        descriptor = open(partial, O_RDWR | O_CREAT | O_CLOEXEC, Self.mode)
        size = 0
        guard descriptor >= 0 else { throw .system(path: partial, "cannot be opened") }
        size = PlainFile.size(of: partial) ?? 0
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// What the last call of the system said of the file.
    func fault(_ what: String) -> DynamoDBError {
        DynamoDBError(.serviceUnavailable, "\(partial) \(what): \(PlainFile.error)")
    }

    /// Cuts off what follows so many bytes; false for an error.
    func cut(to size: Int) -> Bool {
        guard ftruncate(descriptor, off_t(size)) == 0 else { return false }
        self.size = size
        return true
    }

    /// Appends bytes; false for an error: then the next ones are written in their place.
    func append(_ bytes: [UInt8]) -> Bool {
        guard PlainFile.write(bytes[...], descriptor, at: size) else { return false }
        size += bytes.count
        return true
    }

    /// Makes the file's bytes durable; false for an error.
    func synchronize() -> Bool { fdatasync(descriptor) == 0 }

    /// Reads the file as those will who are given it, and counts its lines.
    ///
    /// - Returns: the digest of its bytes.
    /// - Throws: when it does not hold so many lines: the export has to begin again.
    func verified(lines expected: Int) throws(TransferStop) -> MD5Sum {
        guard synchronize() else { throw .again(fault("cannot be synced")) }
        var digest = MD5()
        var offset = 0
        var isReadable = true
        var stream = GunzipStream {
            var piece = [UInt8](repeating: 0, count: 1 << 18)
            let count = piece.withUnsafeMutableBytes { PlainFile.fill($0, self.descriptor, at: offset) }
            isReadable = isReadable && count >= 0
            piece.removeLast(piece.count - max(count, 0))
            offset += piece.count
            digest.update(piece)
            return piece
        }
        var lines = 0
        do throws(GzipError) {
            while case let piece = try stream.next(), !piece.isEmpty {
                lines += piece.count { $0 == UInt8(ascii: "\n") }
            }
        } catch {
            throw .again(DynamoDBError(.serviceUnavailable, "\(partial) is not what was written"))
        }
        guard isReadable, offset == size, lines == expected else {
            throw .again(DynamoDBError(.serviceUnavailable, "\(partial) holds \(lines) items, not \(expected)"))
        }
        return MD5Sum(digest: digest.finalize())
    }

    /// Gives the file its name; false for an error.
    func publish() -> Bool { rename(partial, path) == 0 && PlainFile.synchronize(PlainFile.folder(of: path)) }
}
