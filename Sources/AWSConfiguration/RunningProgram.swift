import CLinux
import Glibc

/// A program that was started, in a separate process group, with its standard output in a pipe.
struct RunningProgram {
    /// How reading its output ended.
    enum Reading {
        case ended, tooMuch, late
    }

    private let pid: pid_t
    private let output: Int32

    /// Starts a program; nil when that fails.
    init?(_ words: [String], _ environment: [String: String]) {
        var ends: [Int32] = [-1, -1]
        guard let name = words.first, pipe2(&ends, O_CLOEXEC) == 0 else { return nil }
        let pid = Self.spawn(name, words, environment, output: ends[1])
        close(ends[1])
        guard let pid else {
            close(ends[0])
            return nil
        }
        self.pid = pid
        output = ends[0]
    }

    private static func spawn(
        _ name: String, _ words: [String], _ environment: [String: String], output: Int32
    ) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // What this process blocks or ignores is not the program's affair.
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var arguments = words.map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var pid = pid_t()
        guard posix_spawnp(&pid, name, &actions, &attributes, &arguments, &variables) == 0 else { return nil }
        return pid
    }

    /// Reads until nobody holds the output open any more, and closes it.
    func read(into bytes: inout [UInt8], limit: Int, until deadline: Double) -> Reading {
        defer { close(output) }
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let left = deadline - ProgramRun.now()
            guard left > 0 else { return .late }
            var descriptor = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            let ready = poll(&descriptor, 1, Int32(min(left * 1000, 60_000).rounded(.up)))
            if ready == 0 || (ready < 0 && errno == EINTR) { continue }
            let count = ready < 0 ? -1 : Glibc.read(output, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return .ended }
            bytes += chunk[..<count]
            guard bytes.count <= limit else { return .tooMuch }
        }
    }

    /// Waits for the program's end, without taking note of it.
    func hasEnded(by deadline: Double) -> Bool {
        var pause: useconds_t = 500
        while true {
            var information = siginfo_t()
            let code = waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT)
            if code == 0 ? information.si_signo == SIGCHLD : errno != EINTR { return true }
            guard ProgramRun.now() < deadline else { return false }
            usleep(pause)
            pause = min(2 * pause, 50_000)
        }
    }

    /// Ends the program and its group: asks it to end, and after `grace` seconds makes it.
    func stop(grace: Double) -> Int32 {
        kill(-pid, SIGTERM)
        _ = hasEnded(by: ProgramRun.now() + grace)
        // Until its end was taken note of, its number and that of the group are nobody else's.
        kill(-pid, SIGKILL)
        return status()
    }

    /// Takes note of the end of a program that has ended: its status, or as a shell has it 128 and the signal.
    func status() -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7f
        return signal == 0 ? status >> 8 & 0xff : 128 + signal
    }
}
