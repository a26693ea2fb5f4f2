import Crypto
import Database
import NIOHTTP1
import NIOPosix

/// `/metrics`: what this process has done and what state it is in, for the machines that watch it.
struct MetricsRoutes: Sendable {
    let metrics: Metrics
    let database: Database
    let jobs: Jobs
    /// The kinds of jobs there are.
    let jobKinds: [String]
    let events: Events
    /// `HANMO_METRICS_TOKEN`; nil: only programs on this machine may read.
    let token: String?

    /// What proxies add to a request that comes from elsewhere, and browsers to one that another site's page has made.
    private static let foreign = ["x-forwarded-for", "forwarded", "x-real-ip", "via", "origin"]
    /// Bytes that the page usually has, so that the buffer is made once.
    private static let usualBytes = 64 << 10

    /// How long the database may take: who gathers figures waits some ten seconds, and has to see that it is away.
    private static let databasePatience = Duration.seconds(8)

    /// Answers the figures.
    ///
    /// `GET /metrics` · who brings `HANMO_METRICS_TOKEN`; while none is set, programs on this machine · not limited
    ///
    /// - Errors: 401 the token is not the one that is set; 404 none is set and the request may come from elsewhere.
    /// - Source: Prometheus' text format; who may read is our choice, because the figures tell how a business goes.
    func show(_ request: Request) async throws -> Reply {
        try check(request)
        let jobFigures = try? await jobs.figures(of: jobKinds, within: MetricsRoutes.databasePatience)
        let process = try await NIOThreadPool.singleton.runIfActive { ProcessFigures.read() }
        var page = MetricsPage(capacity: MetricsRoutes.usualBytes)
        page.family("hanmo_build_info", .gauge, "The version that runs.")
        page.sample("hanmo_build_info", 1, ["version": version])
        write(process, to: &page)
        writeRequests(to: &page)
        writeGenerations(to: &page)
        writeProviders(to: &page)
        writeDatabase(isUp: jobFigures != nil, to: &page)
        if let jobFigures { write(jobFigures, to: &page) }
        page.single(
            "hanmo_event_connections",
            .gauge,
            "Connections to this process that follow events.",
            events.hub.count
        )
        return Reply(contentType: MetricsPage.contentType, body: .bytes(page.bytes))
    }

    private func check(_ request: Request) throws(Failure) {
        if let token {
            // Digests are compared in constant time.
            guard let given = request.bearerToken,
                SHA256.hash(data: Array(given.utf8)) == SHA256.hash(data: Array(token.utf8))
            else { throw .unauthorized }
        } else {
            // Behind a proxy on this machine everybody comes from here.
            guard TrustedProxies.isThisMachine(request.address),
                !MetricsRoutes.foreign.contains(where: request.headers.contains(name:))
            else { throw .notFound }
        }
    }
}

// MARK: The families

extension MetricsRoutes {
    /// By the names that Prometheus's own libraries use.
    private func write(_ process: ProcessFigures, to page: inout MetricsPage) {
        page.family("process_start_time_seconds", .gauge, "When the process started, in seconds since 1970.")
        page.sample("process_start_time_seconds", microseconds: metrics.startedAt * 1000)
        page.family("process_cpu_seconds_total", .counter, "Processor time that the process has used.")
        page.sample("process_cpu_seconds_total", microseconds: process.cpuMicroseconds)
        if let bytes = process.residentBytes {
            page.single("process_resident_memory_bytes", .gauge, "Memory that the process occupies.", bytes)
        }
        if let files = process.openFiles {
            page.single("process_open_fds", .gauge, "Open file descriptors, connections among them.", files)
        }
        if let limit = process.fileLimit {
            page.single("process_max_fds", .gauge, "File descriptors that may be open.", limit)
        }
    }

    private func writeRequests(to page: inout MetricsPage) {
        let recorded = metrics.requests?.recorded ?? []
        let total = "hanmo_http_requests_total"
        page.family(total, .counter, "Requests that were answered, by route and status.")
        for (line, status, times) in recorded {
            let count = times.counts.reduce(0, +)
            page.sample(total, count, ["method": line.method, "route": line.route, "status": status])
        }
        let name = "hanmo_http_request_duration_seconds"
        page.family(name, .histogram, "From the end of a request to the beginning of its reply.")
        for (line, status, times) in recorded {
            page.histogram(name, times, ["method": line.method, "route": line.route, "status": status])
        }
    }

    private func writeGenerations(to page: inout MetricsPage) {
        let name = "hanmo_generations_total"
        page.family(name, .counter, "Generations that have ended, by kind, tool and outcome.")
        for (kind, tool, outcome, count) in metrics.generations.counts {
            page.sample(name, count, ["kind": kind, "tool": tool, "outcome": outcome])
        }
        let cut = "hanmo_generations_truncated_total"
        page.family(cut, .counter, "Completed generations whose text broke off at the model's limit.")
        for (kind, tool, count) in metrics.generations.truncatedCounts {
            page.sample(cut, count, ["kind": kind, "tool": tool])
        }
    }

    private func writeProviders(to page: inout MetricsPage) {
        let call = "hanmo_provider_call_duration_seconds"
        page.family(call, .histogram, "From an order to an AI service to the end of its answer, repeats included.")
        for (provider, outcome, times) in metrics.providers.recordedCalls {
            page.histogram(call, times, ["provider": provider, "outcome": outcome])
        }
        let first = "hanmo_provider_first_piece_seconds"
        page.family(first, .histogram, "From an order to the first piece of a streamed text.")
        for (provider, times) in metrics.providers.recordedFirstPieces {
            page.histogram(first, times, ["provider": provider])
        }
    }

    private func writeDatabase(isUp: Bool, to page: inout MetricsPage) {
        let load = database.load
        page.single("hanmo_database_up", .gauge, "1 while the database answers, else 0.", isUp ? 1 : 0)
        let wait = "hanmo_database_write_wait_seconds"
        page.family(wait, .histogram, "From asking for a write to the commit that holds it.")
        page.histogram(wait, metrics.writes)
        if let waiting = load.writesWaiting {
            let size = "hanmo_database_group_commit_writes"
            page.family(size, .histogram, "Writes that shared one commit.")
            page.histogram(size, metrics.groups) { String($0) }
            let queue = "hanmo_database_writes_waiting"
            page.single(queue, .gauge, "Writes that wait for the one that is being done.", waiting)
        }
        page.single(
            "hanmo_database_connections_in_use",
            .gauge,
            "Connections to the database in use; on SQLite those that read.",
            load.inUse
        )
        let limit = "hanmo_database_connections_limit"
        page.single(limit, .gauge, "Connections to the database that there may be.", load.limit)
        let waiting = "hanmo_database_connections_waiting"
        page.single(waiting, .gauge, "Reads and writes that wait for a connection.", load.waiting)
    }

    /// Of the whole installation, whatever process runs the jobs.
    private func write(_ figures: JobFigures, to page: inout MetricsPage) {
        page.family("hanmo_jobs", .gauge, "Jobs that are open or given up, by kind and state; 10000 means or more.")
        for (kind, state, count) in figures.counts {
            page.sample("hanmo_jobs", count, ["kind": kind, "state": state.rawValue])
        }
        let age = "hanmo_jobs_oldest_ready_age_seconds"
        page.family(age, .gauge, "How long the job has been ready that has waited longest; 0 where none waits.")
        page.sample(age, microseconds: figures.oldestReadyMilliseconds * 1000)
    }
}
