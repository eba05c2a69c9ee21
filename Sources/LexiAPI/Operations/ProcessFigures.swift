import Glibc

/// What the kernel says of this process, by the names that Prometheus' client libraries use.
enum ProcessFigures {
    static let gauges = [
        Gauge("process_cpu_seconds_total", "User and system CPU time in seconds.", isCounter: true, read: cpuSeconds),
        Gauge("process_start_time_seconds", "When the process started, in seconds since 1970.") { startTime },
        Gauge("process_resident_memory_bytes", "Resident memory in bytes.", read: residentBytes),
        Gauge("process_open_fds", "Open file descriptors.", read: openDescriptors),
        Gauge("process_max_fds", "Most file descriptors that the process may open.", read: mostDescriptors),
    ]

    private static let cpuSeconds: @Sendable () -> Double? = {
        var usage = rusage()
        guard getrusage(RUSAGE_SELF.rawValue, &usage) == 0 else { return nil }
        let seconds = { (time: timeval) in Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// The second number of `/proc/self/statm` (proc(5)), in pages.
    private static let residentBytes: @Sendable () -> Double? = {
        guard let line = lines(of: "/proc/self/statm").first else { return nil }
        let numbers = line.split(separator: UInt8(ascii: " "))
        guard numbers.count > 1, let pages = number(numbers[1]) else { return nil }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static let openDescriptors: @Sendable () -> Double? = {
        guard let folder = opendir("/proc/self/fd") else { return nil }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        // Without `.`, `..` and the descriptor of the folder itself.
        return Double(max(0, count - 3))
    }

    /// The soft limit, which the server raises when it starts.
    private static let mostDescriptors: @Sendable () -> Double? = {
        var limits = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else { return nil }
        return limits.rlim_cur == rlim_t.max ? nil : Double(limits.rlim_cur)
    }

    /// The start in ticks after the machine's (the 22nd field of `/proc/self/stat`), and the machine's in seconds since
    /// 1970 (`btime` of `/proc/stat`). Neither changes.
    private static let startTime: Double? = {
        guard let process = lines(of: "/proc/self/stat").first, let end = process.lastIndex(of: UInt8(ascii: ")")),
            let boot = lines(of: "/proc/stat").first(where: { $0.starts(with: "btime ".utf8) })
        else { return nil }
        // The program's name, the second field, may hold spaces: counting starts after it, with the third.
        let fields = process[(end + 1)...].split(separator: UInt8(ascii: " "))
        guard fields.count > 19, let ticks = number(fields[19]), let seconds = number(boot.dropFirst(6)) else {
            return nil
        }
        return seconds + ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }()

    private static func lines(of path: String) -> [ArraySlice<UInt8>] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { text += buffer[..<count] }
        return text.split(separator: UInt8(ascii: "\n"))
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Double? {
        Double(String(decoding: digits, as: UTF8.self))
    }
}
