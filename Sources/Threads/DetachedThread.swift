import CLinux
import Glibc

/// A POSIX thread that nobody joins: for what blocks, which the threads of Swift's concurrency must not.
public enum DetachedThread {
    /// Starts a thread that runs `body` and ends. It holds the process back from nothing: when `main` returns, it is
    /// gone.
    ///
    /// - Parameters:
    ///   - name: what debuggers and `top -H` show, of which Linux keeps 15 bytes; nil for the process's own.
    ///   - body: what runs; it is released on that thread, or at once when there is none.
    /// - Returns: 0, or the error number of `pthread_create`: EAGAIN when the system allows no more threads.
    public static func start(name: String? = nil, _ body: @escaping @Sendable () -> Void) -> Int32 {
        let box = Unmanaged.passRetained(Body(name, body))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let body = Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
                if let name = body.name { pthread_setname_np(pthread_self(), String(name.prefix(15))) }
                body.run()
                return nil
            }, box.toOpaque())
        if code == 0 { pthread_detach(thread) } else { box.release() }
        return code
    }

    private final class Body: Sendable {
        let name: String?
        let run: @Sendable () -> Void

        init(_ name: String?, _ run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }
}
