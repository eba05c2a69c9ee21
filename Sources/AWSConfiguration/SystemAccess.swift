import CivilTime
import Glibc

/// The machine's clock and files.
enum SystemAccess {
    /// A larger file is not read as a configuration file.
    static let fileLimit = 1 << 20

    static var secondsSince1970: Int { Int(MachineClock.secondsSince1970) }

    /// The bytes of a file; nil without a file.
    static func read(_ path: String) throws(ConfigurationError) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw failure(path)
        }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = Glibc.read(file, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(path) }
            if count == 0 { return bytes }
            bytes += chunk[0..<count]
            guard bytes.count <= fileLimit else {
                throw ConfigurationError("'\(path)' is larger than \(fileLimit) bytes: it is not a configuration file")
            }
        }
    }

    private static func failure(_ path: String) -> ConfigurationError {
        ConfigurationError("cannot read '\(path)': \(String(cString: strerror(errno)))")
    }
}
