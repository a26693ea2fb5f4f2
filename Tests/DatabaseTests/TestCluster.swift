import Foundation

/// A PostgreSQL server for one test, that may be stopped, started and talked to over TCP with a password.
final class TestCluster {
    static let password = "p%ss w:rd@/"

    let folder: URL
    let port: Int
    private let binaries: URL
    private var server: Process?
    private let serverHasEnded = DispatchGroup()

    /// Where it listens, for a user with a password.
    func url(user: String = "hanmo", password: String = TestCluster.password, more: String = "") -> String {
        let escaped = password.addingPercentEncoding(withAllowedCharacters: .alphanumerics)!
        return "postgres://\(user):\(escaped)@127.0.0.1:\(port)/postgres?sslmode=disable\(more)"
    }

    /// Runs `body` with a server, which is stopped and removed afterwards, also on failure.
    static func with(_ body: (TestCluster) async throws -> Void) async throws {
        let cluster = try TestCluster()
        defer {
            cluster.stop()
            try? FileManager.default.removeItem(at: cluster.folder)
        }
        try await body(cluster)
    }

    private init() throws {
        let installed = try FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql").compactMap(Int.init)
        binaries = URL(fileURLWithPath: "/usr/lib/postgresql/\(installed.max() ?? 0)/bin")
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("cluster-\(UUID().uuidString)")
        port = TestCluster.freePort()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let secret = folder.appendingPathComponent("password")
        try Data(TestCluster.password.utf8).write(to: secret)
        if getuid() == 0 {
            let owner = getpwnam("postgres").pointee
            chown(folder.path, owner.pw_uid, owner.pw_gid)
            chown(secret.path, owner.pw_uid, owner.pw_gid)
        }
        let initdb = try run(
            "initdb",
            ["-D", data, "-U", "hanmo", "-A", "scram-sha-256", "--pwfile", secret.path, "-N", "-E", "UTF8"]
        )
        initdb.waitUntilExit()
        guard initdb.terminationStatus == 0 else { throw Mishap(name: "initdb") }
        try start()
    }

    private var data: String { folder.appendingPathComponent("data").path }

    /// Starts the server and waits until it takes connections.
    func start() throws {
        server = try keep(
            prepared("postgres", ["-D", data, "-k", folder.path, "-p", "\(port)", "-c", "listen_addresses=127.0.0.1"])
        )
        repeat {
            usleep(20_000)
            let question = try run("pg_isready", ["-q", "-h", folder.path, "-p", "\(port)"])
            question.waitUntilExit()
            if question.terminationStatus == 0 { return }
        } while server?.isRunning == true
        throw Mishap(name: "the server did not start")
    }

    /// Stops the server as an operator does: sessions are ended, transactions undone.
    func stop() {
        guard let server else { return }
        processes.thaw()
        kill(server.processIdentifier, SIGINT)
        serverHasEnded.wait()
        self.server = nil
    }

    /// The server and its sessions.
    var processes: Processes {
        Processes(server: server?.processIdentifier ?? 0)
    }

    struct Processes: Sendable {
        fileprivate let server: pid_t

        /// Stops all of them in the middle of whatever they do: they are still there, and silent.
        func freeze() {
            signal(SIGSTOP)
        }

        /// Lets them go on.
        func thaw() {
            signal(SIGCONT)
        }

        private func signal(_ number: Int32) {
            guard server > 0 else { return }
            // The server first, so that it begins no session that we don't see.
            kill(server, number)
            let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
            for process in all.compactMap({ pid_t($0) }) where parent(of: process) == server {
                kill(process, number)
            }
        }

        /// Its number stands behind the name, which is in parentheses, and the state.
        private func parent(of process: pid_t) -> pid_t? {
            let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            let fields = status?.split(separator: ")").last?.split(separator: " ") ?? []
            return fields.count > 1 ? pid_t(fields[1]) : nil
        }
    }

    /// Runs a process on a thread that lasts as long: the kernel ends it with the thread that has started it.
    ///
    /// That thread alone waits for its end: two that do so at once release the same things of Foundation's twice.
    private func keep(_ process: Process) throws -> Process {
        let failure = Recorder<any Error>()
        let isStarted = DispatchSemaphore(value: 0)
        let hasEnded = serverHasEnded
        hasEnded.enter()
        Thread.detachNewThread {
            do {
                try process.run()
            } catch {
                failure.record(error)
            }
            isStarted.signal()
            if failure.recorded.isEmpty { process.waitUntilExit() }
            hasEnded.leave()
        }
        isStarted.wait()
        if let error = failure.recorded.first { throw error }
        return process
    }

    private func run(_ program: String, _ arguments: [String]) throws -> Process {
        let process = prepared(program, arguments)
        try process.run()
        return process
    }

    /// As `postgres` where we are root, and gone when we are.
    private func prepared(_ program: String, _ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
        let user = getuid() == 0 ? ["--reuid", "postgres", "--regid", "postgres", "--init-groups"] : []
        process.arguments =
            user + ["--pdeathsig", "INT", binaries.appendingPathComponent(program).path] + arguments
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        return process
    }

    /// A port that nothing listens on at the moment.
    static func freePort() -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(descriptor, $0, length)
                _ = getsockname(descriptor, $0, &length)
            }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
