import Glibc
import TestSupport

/// Mounts that one process has, for as long as it lives.
enum MountNamespace {
    /// What starts a process after a shell has mounted what a script says; the script's `$1` is the place.
    static func launcher(_ script: String, _ place: String) -> [String] {
        let own = getuid() == 0 ? [] : ["--user", "--map-root-user"]
        return ["/usr/bin/env", "unshare"] + own
            + ["--mount", "sh", "-ec", script + " && shift && exec \"$@\"", "sh", place]
    }

    /// Whether this system lets us mount so; when it does not, says what is not shown.
    static func isPossible(_ launcher: [String], showing what: String, in folder: TemporaryFolder) async throws -> Bool
    {
        let probe = try LexiProcess(["--version"], in: folder, launcher: launcher)
        if try await probe.wait() == .exited(0) { return true }
        print("NOT SHOWN: \(what); this system allows no mount namespace")
        return false
    }
}
