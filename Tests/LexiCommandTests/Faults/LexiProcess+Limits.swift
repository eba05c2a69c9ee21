import CLinux
import Glibc

extension LexiProcess {
    /// What the system may be told to refuse the process.
    enum Resource {
        /// Bytes of its longest file: a write beyond is EFBIG.
        case fileSize
        /// Bytes of memory that it may have for data: more is ENOMEM.
        case data

        fileprivate var code: Int32 {
            switch self {
            case .fileSize: Int32(RLIMIT_FSIZE.rawValue)
            case .data: Int32(RLIMIT_DATA.rawValue)
            }
        }
    }

    /// Limits the running process, until it is limited otherwise (prlimit(2)); nil for as much as there may be.
    func limit(_ resource: Resource, to bytes: Int?) throws {
        var limits = rlimit()
        guard prlimit(pid, resource.code, nil, &limits) == 0 else { throw HelperError("prlimit: \(errno)") }
        limits.rlim_cur = bytes.map { rlim_t($0) } ?? limits.rlim_max
        guard prlimit(pid, resource.code, &limits, nil) == 0 else { throw HelperError("prlimit: \(errno)") }
    }
}
