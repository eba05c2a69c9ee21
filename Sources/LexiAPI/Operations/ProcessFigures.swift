import Glibc

/// What the kernel says of this process, by the names that Prometheus' client libraries use.
enum ProcessFigures {
    static let gauges = [
        Gauge("process_cpu_seconds_total", "User and system CPU time in seconds.", isCounter: true, read: cpuSeconds),
        Gauge("process_resident_memory_bytes", "Resident memory in bytes.", read: residentBytes),
        Gauge("process_open_fds", "Open file descriptors.", read: openDescriptors),
    ]

    private static let cpuSeconds: @Sendable () -> Double? = {
        var usage = rusage()
        guard getrusage(RUSAGE_SELF.rawValue, &usage) == 0 else { return nil }
        let seconds = { (time: timeval) in Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// The second number of `/proc/self/statm` (proc(5)), in pages.
    private static let residentBytes: @Sendable () -> Double? = {
        guard let file = fopen("/proc/self/statm", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, Int32(line.count), file) != nil else { return nil }
        let bytes = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let numbers = bytes.split(separator: UInt8(ascii: " "))
        guard numbers.count > 1, let pages = Double(String(decoding: numbers[1], as: UTF8.self)) else { return nil }
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
}
