import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import AWSConfiguration

/// The program of `credential_process`, with real programs.
@Suite struct ProgramRunTests {
    /// Runs a shell script of which `$1` is the name of a separate file; returns what `run` says of it.
    private func run(
        _ script: String, limit: Double = 60, grace: Double = 60, in folder: TemporaryFolder
    ) async throws -> String {
        let programs = ProgramRun(environment: ["PATH": "/usr/bin:/bin", "MARK": "a mark"], limit: limit, grace: grace)
        let bytes = try await programs.output(of: ["sh", "-c", script, "sh", folder.file("pid")])
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The processes whose numbers a script has left, one a line.
    private func processes(in folder: TemporaryFolder) throws -> [pid_t] {
        let text = try String(contentsOfFile: folder.file("pid"), encoding: .utf8)
        return text.split(separator: "\n").compactMap { pid_t($0) }
    }

    /// Whether a process is gone, or only its end is still to be taken note of.
    private func isGone(_ pid: pid_t) -> Bool {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return true }
        return text.split(separator: ")").last?.split(separator: " ").first == "Z"
    }

    // A program that leaves a child behind which holds the output open, one that does not end, and one that does not
    // end when it is asked to: each is an error that names it when its time is up, and nothing of it lives on.
    @Test(
        arguments: [
            ("sleep 600 & echo $! > $1; echo '{}'", "held its output open for 5 s and was ended"),
            ("(trap '' TERM; sleep 600) & echo $! > $1; echo $$ >> $1; wait", "held its output open for 5 s"),
            ("echo $$ > $1; exec sleep 600 > /dev/null", "did not end within 5 s and was ended"),
            ("trap '' TERM; echo $$ > $1; sleep 600 > /dev/null & wait; wait", "held its output open for 5 s"),
        ])
    func withoutEnd(_ script: String, _ what: String) async throws {
        try await TemporaryFolder.with { folder in
            let said = await message { _ = try await run(script, limit: 5, grace: 0.1, in: folder) }
            #expect(said.contains("'sh'") && said.contains(what), "\(said)")
            let left = try processes(in: folder)
            #expect(!left.isEmpty)
            for pid in left { try await waitFor("process \(pid) to be gone") { isGone(pid) ? true : nil } }
        }
    }

    // A program that ends is not waited for longer, and what it leaves behind without its output goes on.
    @Test func leavesAServer() async throws {
        try await TemporaryFolder.with { folder in
            let text = try await run("sleep 600 > /dev/null & echo $! > $1; echo \"$MARK\"", in: folder)
            #expect(text == "a mark\n")
            let pid = try #require(try processes(in: folder).first)
            #expect(!isGone(pid))
            kill(pid, SIGKILL)
        }
    }

    // Signals, other ends than 0, too much output and programs that are not there are distinguished.
    @Test func ends() async throws {
        try await TemporaryFolder.with { folder in
            for (script, what) in [
                ("exit 3", "'sh' ended with status 3"), ("kill -KILL $$", "'sh' ended with status 137"),
                ("while :; do echo secret; done", "'sh' wrote too much"),
            ] {
                let said = await message { _ = try await run(script, in: folder) }
                #expect(said == what)
            }
            let programs = ProgramRun(environment: [:])
            let said = await message { _ = try await programs.output(of: ["no-such-program-of-the-tests"]) }
            #expect(said == "'no-such-program-of-the-tests' cannot be started")
        }
    }

    // The program has neither our descriptors nor our input.
    @Test func inheritsNothing() async throws {
        try await TemporaryFolder.with { folder in
            let descriptor = open(folder.path, O_RDONLY)
            defer { close(descriptor) }
            #expect(fcntl(descriptor, F_GETFD) == 0)
            let script = "cat; [ -e /proc/self/fd/\(descriptor) ] && echo inherited; echo done"
            let text = try await run(script, in: folder)
            #expect(text == "done\n")
        }
    }
}
