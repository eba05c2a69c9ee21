import FoundationEssentials
import Glibc

/// Looks at this process's descriptors, and at what the kernel watches for it.
public enum Descriptors {
    /// A copy of a connected socket, as a child process has it from when it is made until it runs its program: the
    /// first whose local and remote port are the wanted ones. To be closed by the caller; nil when there is none.
    public static func copy(where isWanted: (_ local: UInt16, _ remote: UInt16) -> Bool) -> Int32? {
        for descriptor in numbers {
            guard let local = port(of: descriptor, getsockname), let remote = port(of: descriptor, getpeername),
                isWanted(local, remote)
            else { continue }
            let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
            return copy < 0 ? nil : copy
        }
        return nil
    }

    /// Whether an epoll instance of this process watches what the descriptor stands for, under whatever number.
    public static func isWatched(_ descriptor: Int32) -> Bool { watchedEvents(of: descriptor) != nil }

    /// The events for which an epoll instance of this process watches what the descriptor stands for; nil when none
    /// does.
    public static func watchedEvents(of descriptor: Int32) -> UInt32? {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        let mark = "ino:" + String(status.st_ino, radix: 16)
        for number in numbers {
            // What another test has closed meanwhile has no information.
            let text = (try? String(contentsOfFile: "/proc/self/fdinfo/\(number)", encoding: .utf8)) ?? ""
            for line in text.split(separator: "\n") where line.hasPrefix("tfd:") {
                let words = line.split(separator: " ")
                guard words.contains(where: { $0 == mark }) else { continue }
                return words.count > 3 ? UInt32(words[3], radix: 16) : nil
            }
        }
        return nil
    }

    /// The numbers of all of them.
    public static var numbers: [Int32] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []).compactMap { Int32($0) }
    }

    private static func port(
        of descriptor: Int32,
        _ ask: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) -> UInt16? {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { ask(descriptor, $0, &length) }
        }
        guard code == 0, address.sin_family == sa_family_t(AF_INET) else { return nil }
        return UInt16(bigEndian: address.sin_port)
    }
}
