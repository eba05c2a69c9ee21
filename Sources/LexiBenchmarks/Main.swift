import Foundation

@main
enum LexiBench {
    static let help = """
        Measures Lexi's service and the endpoint of its table against a bare epoll server in the same run.

        Usage: lexi-bench [--quick] [--only NAME] [--connections N] [--lexi PATH]
                          [--growth | --items N [--grown FOLDER] | --transports | --engine]

          --quick          one short round, 32 connections only
          --only NAME      only the workloads whose name holds NAME, such as PutItem; or import, sync or tokens
          --connections N  only with this many connections, 1 to 64
          --lexi PATH      the program to measure (default: 'lexi' next to this one)
          --growth         measure reads of a table of 1,000 and of 1,000,000 items of random users instead
          --items N        as --growth, with N items instead of 1,000,000
          --grown FOLDER   leave the table of --items there; when the folder is there, measure what a run before left
          --transports     measure the transports of the remote table instead
          --engine         measure streams, expiry, statements, backups and recovery of the engine instead
        """

    /// Items of the table that a grown one is compared with.
    private static let smallTable = 1_000

    static func main() async {
        var arguments = CommandLine.arguments.dropFirst()
        if arguments.first == "--help" {
            print(help)
            return
        }
        var lexi = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("lexi").path
        var plan = Benchmark.Plan.full
        var measuresTransports = false
        var measuresEngine = false
        var isQuick = false
        var grownTo: Int?
        var grownData: String?
        do {
            if arguments.first == "bare" {
                try BareServer.run(threads: arguments.dropFirst().first.flatMap(Int.init) ?? 1)
            }
            while let word = arguments.popFirst() {
                switch word {
                case "--quick": (plan, isQuick) = (.quick, true)
                case "--lexi": lexi = try value(of: word, &arguments)
                case "--only": plan.only = try value(of: word, &arguments)
                case "--connections":
                    guard let count = Int(try value(of: word, &arguments)), (1...Population.userCount).contains(count)
                    else { throw BenchmarkError("--connections needs a number from 1 to \(Population.userCount)") }
                    plan.connections = [count]
                case "--growth": grownTo = 1_000_000
                case "--items":
                    guard let count = Int(try value(of: word, &arguments)), count > smallTable
                    else { throw BenchmarkError("--items needs a number above \(smallTable)") }
                    grownTo = count
                case "--grown": grownData = try value(of: word, &arguments)
                case "--transports": measuresTransports = true
                case "--engine": measuresEngine = true
                default: throw BenchmarkError("unknown option '\(word)'; see 'lexi-bench --help'")
                }
            }
            if measuresEngine {
                try await EngineBenchmark(isQuick: isQuick, only: plan.only).run()
            } else if measuresTransports {
                try await TransportBenchmark(plan: plan).run()
            } else if let grownTo {
                let sizes = [smallTable, grownTo]
                try GrowthBenchmark(
                    lexi: lexi, plan: plan, sizes: sizes, environment: Benchmark.environment(), data: grownData
                ).run()
            } else {
                try Benchmark(lexi: lexi, plan: plan).run()
            }
        } catch let error as BenchmarkError {
            complain(error.message)
        } catch {
            complain("\(error)")
        }
    }

    private static func value(
        of option: String, _ arguments: inout ArraySlice<String>
    ) throws(BenchmarkError) -> String {
        guard let value = arguments.popFirst() else { throw BenchmarkError("\(option) needs a value") }
        return value
    }

    private static func complain(_ message: String) -> Never {
        FileHandle.standardError.write(Data("lexi-bench: \(message)\n".utf8))
        exit(1)
    }
}
