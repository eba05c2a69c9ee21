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

    /// The most memory that the process had at any time, in bytes (proc(5), `VmHWM`).
    var peakMemory: Int {
        get throws {
            guard let file = fopen("/proc/\(pid)/status", "r") else { throw HelperError("status: \(errno)") }
            defer { fclose(file) }
            var line = [CChar](repeating: 0, count: 256)
            while fgets(&line, Int32(line.count), file) != nil {
                let words = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self).split {
                    " \t".contains($0)
                }
                if words.first == "VmHWM:", words.count > 1, let kibibytes = Int(words[1]) { return kibibytes * 1024 }
            }
            throw HelperError("no VmHWM")
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
