import Compression
import DynamoModel
import Glibc
import TableStore

/// The bytes of an object, unpacked, piece by piece.
final class PieceSource {
    enum Fault: Error {
        case system(TransferStop)
        /// What cannot be unpacked, and why.
        case damaged(String)
    }

    private enum Form {
        case plain
        case gzip(GunzipStream)
        case zstandard(ZstandardStream)
    }

    private static let pieceSize = 256 * 1024

    private let file: OpenFile
    private var form: Form
    /// Bytes that were handed over.
    private(set) var bytes = 0

    /// Opens a file of an import. One of Zstandard is read whole, and refused above
    /// ``ObjectReader/mostZstandardBytes``.
    init(_ path: String, _ compression: ImportRequest.Compression) throws(TransferStop) {
        let file = try OpenFile(path)
        self.file = file
        switch compression {
        case .none: form = .plain
        case .gzip: form = .gzip(GunzipStream { file.piece(Self.pieceSize) })
        case .zstandard:
            guard file.size <= ObjectReader.mostZstandardBytes else {
                throw .failed(
                    TransferFailure(
                        code: "LimitExceeded",
                        message: "\(path) has more than the \(ObjectReader.mostZstandardBytes) bytes of a ZSTD object"))
            }
            form = .zstandard(ZstandardStream(file.piece(file.size)[...]))
        }
    }

    /// The next piece; empty at the end.
    func next() throws(Fault) -> ArraySlice<UInt8> {
        let piece: ArraySlice<UInt8>
        switch form {
        case .plain: piece = file.piece(Self.pieceSize)[...]
        case .gzip(var stream):
            defer { form = .gzip(stream) }
            do throws(GzipError) { piece = try stream.next() } catch {
                if let fault = file.fault { throw .system(fault) }
                throw .damaged("the object is not a whole gzip file")
            }
        case .zstandard(var stream):
            form = .plain
            defer { form = .zstandard(stream) }
            do throws(ZstandardError) { piece = try stream.next() } catch {
                throw .damaged("the object is not a whole Zstandard file")
            }
        }
        if let fault = file.fault { throw .system(fault) }
        bytes += piece.count
        return piece
    }
}

/// A file that is read from its start to its end.
private final class OpenFile {
    let size: Int
    /// What the system said when it failed; reading ends there.
    private(set) var fault: TransferStop?
    private let path: String
    private let descriptor: Int32
    private var offset = 0

    init(_ path: String) throws(TransferStop) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        size = PlainFile.size(of: path) ?? 0
        guard descriptor >= 0 else { throw .system(path: path, "cannot be opened") }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// The next bytes, at most so many; empty at the end.
    func piece(_ most: Int) -> [UInt8] {
        guard fault == nil, most > 0 else { return [] }
        var count = 0
        let piece = [UInt8](unsafeUninitializedCapacity: most) { buffer, initialized in
            count = PlainFile.fill(UnsafeMutableRawBufferPointer(buffer), descriptor, at: offset)
            initialized = max(count, 0)
        }
        if count < 0 { fault = .system(path: path, "cannot be read") }
        offset += piece.count
        return piece
    }
}
