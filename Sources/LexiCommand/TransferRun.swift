import Glibc
import HTTPServer
import TableTransfer

/// A run of a command that moves items: its progress is shown, a signal stops it in good order, and what fails is
/// reported.
enum TransferRun {
    /// Runs `body` to its end.
    ///
    /// - Parameters:
    ///   - failure: the exit status when it fails.
    ///   - onStop: what to report when a signal stopped it.
    /// - Returns: what `body` returns, or the status of its failure; 128 and the signal's number when it was stopped.
    static func run(
        _ command: String, _ terminal: Terminal, failure: Int32 = 1, onStop: String,
        _ body: @escaping @Sendable (TransferMeter) async throws -> Int32
    ) async throws -> Int32 {
        // Dispatch makes its timer when it is first used, which must not be when descriptors have run out.
        try await Task.sleep(for: .milliseconds(1))
        guard let signals = ShutdownSignals(stoppingSignals) else {
            throw CommandFailure("cannot wait for signals: \(systemError())")
        }
        let meter = TransferMeter()
        let work = Task { try await body(meter) }
        let watch = Task { () -> Int32? in
            guard let number = await signals.next() else { return nil }
            work.cancel()
            // A second signal: its sender does not want to wait. The files on disk let another run go on.
            Task { if let second = await signals.next() { _exit(128 + second) } }
            return number
        }
        let display = Task { await show(meter, terminal) }
        let outcome = await work.result
        display.cancel()
        await display.value
        watch.cancel()
        do { return try outcome.get() } catch TransferError.stopped {
            terminal.complain("\(command): stopped. \(onStop)")
            return 128 + (await watch.value ?? SIGTERM)
        } catch let error as TransferError {
            terminal.complain("\(command): \(error)")
            return failure
        } catch let error as CommandFailure {
            terminal.complain("\(command): \(error.message)")
            return failure
        }
    }

    /// Besides those that stop a service: what a closed terminal sends, unless it is to be ignored (as `nohup` has it).
    private static var stoppingSignals: [Int32] {
        var now = sigaction()
        sigaction(SIGHUP, nil, &now)
        let isIgnored = unsafeBitCast(now.__sigaction_handler.sa_handler, to: Int.self) == ignored
        return [SIGTERM, SIGINT] + (isIgnored ? [] : [SIGHUP])
    }
    /// `SIG_IGN`, which is not a function that Swift could compare.
    private static let ignored = 1

    private static let lookPause = Duration.milliseconds(250)
    private static let linePause = Duration.seconds(5)

    /// Shows how far it is until the task is cancelled: in place when someone is looking, else a line every few
    /// seconds.
    private static func show(_ meter: TransferMeter, _ terminal: Terminal) async {
        var phase = meter.progress.phase
        var start = ContinuousClock.now
        var line = start
        while (try? await Task.sleep(for: lookPause)) != nil {
            let progress = meter.progress
            if progress.phase != phase { (phase, start) = (progress.phase, .now) }
            let text = ProgressText.line(progress, elapsed: (ContinuousClock.now - start) / .seconds(1))
            if terminal.isInteractive {
                terminal.progress(text)
            } else if ContinuousClock.now - line >= linePause {
                terminal.complain(text)
                line = .now
            }
        }
        if terminal.isInteractive { terminal.progress("") }
    }
}
