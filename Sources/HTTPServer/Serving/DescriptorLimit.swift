import Glibc

/// How many descriptors the process may have. Debian's default of 1,024 is far below the connections that a loop can
/// hold.
enum DescriptorLimit {
    /// For files, other sockets and everything else that the program opens.
    static let others = 1024

    static func raise(to wanted: Int) {
        var limits = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(resource, &limits) == 0, limits.rlim_cur < rlim_t(wanted) else { return }
        limits.rlim_cur = min(limits.rlim_max, rlim_t(wanted))
        setrlimit(resource, &limits)
    }
}
