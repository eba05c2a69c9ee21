import Foundation

@main
enum LexiBench {
    static let help = """
        Measures Lexi's service against a bare epoll server in the same run.

        Usage: lexi-bench [--quick] [--lexi PATH]

          --quick      one short round, 32 connections only
          --lexi PATH  the program to measure (default: 'lexi' beside this one)
        """

    static func main() {
        var arguments = CommandLine.arguments.dropFirst()
        if arguments.first == "--help" {
            print(help)
            return
        }
        var lexi = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("lexi").path
        var plan = Benchmark.Plan.full
        do {
            if arguments.first == "bare" {
                try BareServer.run(threads: arguments.dropFirst().first.flatMap(Int.init) ?? 1)
            }
            while let word = arguments.popFirst() {
                switch word {
                case "--quick": plan = .quick
                case "--lexi":
                    guard let path = arguments.popFirst() else { throw BenchmarkError("--lexi needs a path") }
                    lexi = path
                default: throw BenchmarkError("unknown option '\(word)'; see 'lexi-bench --help'")
                }
            }
            try Benchmark(lexi: lexi, plan: plan).run()
        } catch let error as BenchmarkError {
            complain(error.message)
        } catch {
            complain("\(error)")
        }
    }

    private static func complain(_ message: String) -> Never {
        FileHandle.standardError.write(Data("lexi-bench: \(message)\n".utf8))
        exit(1)
    }
}
