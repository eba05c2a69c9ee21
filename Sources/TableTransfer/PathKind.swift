import Glibc

/// The kind of a path.
enum PathKind {
    case none
    case file
    case folder
    /// A pipe or a device, which can be read once and never be replaced.
    case stream

    init(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            self = .none
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: self = .file
        case S_IFDIR: self = .folder
        default: self = .stream
        }
    }
}
