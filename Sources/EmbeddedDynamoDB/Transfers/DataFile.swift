import DynamoModel
import Glibc
import TableStore

/// The data file of an export: it is called `.partial` until ``publish()``.
final class DataFile {
    private let name: String
    /// Where it lies until it is published.
    let path: String
    private let descriptor: Int32
    /// The size in bytes.
    private(set) var size: Int

    private static let mode: mode_t = 0o600

    /// Opens the file, also one that has its name, or makes it.
    init(_ path: String) throws(TransferStop) {
        (name, self.path) = (path, path + BucketFolder.partialSuffix)
        if PlainFile.size(of: self.path) == nil { rename(name, self.path) }
        descriptor = open(self.path, O_RDWR | O_CREAT | O_CLOEXEC, Self.mode)
        size = 0
        guard descriptor >= 0 else { throw .system(path: self.path, "cannot be opened") }
        size = PlainFile.size(of: self.path) ?? 0
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// What the last call of the system said of the file.
    func fault(_ what: String) -> DynamoDBError {
        DynamoDBError(.serviceUnavailable, "\(path) \(what): \(PlainFile.error)")
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

    /// Reads bytes; -1 for an error.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
        PlainFile.fill(buffer, descriptor, at: offset)
    }

    /// Gives the file its name; false for an error.
    func publish() -> Bool { rename(path, name) == 0 && PlainFile.synchronize(PlainFile.folder(of: name)) }
}
