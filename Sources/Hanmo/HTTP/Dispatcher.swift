import Logging
import NIOHTTP1
import NIOPosix

/// Takes a request through its route: who is asking, how often, what answers; renders every failure in one place.
struct Dispatcher: Sendable {
    let table: RouteTable
    let accounts: Accounts
    /// Nil where `HANMO_RATE_LIMITS=off`.
    let limiter: (any RateCounter)?
    let clock: Clock
    /// For what would keep a connection's thread too long.
    let threads: NIOThreadPool
    let meter: RequestMeter
    let logger: Logger

    func respond(to request: Request) async -> Reply {
        let watch = Stopwatch()
        let match = table.match(request.method, request.path)
        let reply = await reply(to: request, match)
        meter.record(match.number, status: reply.status, after: watch)
        return reply
    }

    private func reply(to request: Request, _ match: RouteTable.Match) async -> Reply {
        var verdict: RateVerdict?
        var reply: Reply
        do {
            reply = try await answer(request, match, &verdict)
        } catch {
            let failure = Failure(error)
            logger.record(failure, of: request)
            reply = Reply(failure, in: request.language)
            if failure.code == 405, case .wrongMethod(let allowed) = match {
                reply.headers.append(("Allow", allowed.map(\.rawValue).joined(separator: ", ")))
            }
        }
        if reply.status == 401 { reply.headers.append(("WWW-Authenticate", "Bearer")) }
        if let verdict { reply.headers += verdict.headers }
        if Compression.isWanted(reply, by: request) { await compress(&reply) }
        return reply
    }

    /// A large body is compressed on a thread of its own; where that fails, it is sent as it is.
    private func compress(_ reply: inout Reply) async {
        guard case .bytes(let bytes) = reply.body else { return }
        let compressed =
            if bytes.count < Compression.largeBytes {
                Compression.gzip(bytes)
            } else {
                (try? await threads.runIfActive { Compression.gzip(bytes) }) ?? nil
            }
        reply.pack(compressed)
    }

    private func answer(
        _ request: Request,
        _ match: RouteTable.Match,
        _ verdict: inout RateVerdict?
    ) async throws -> Reply {
        switch match {
        case .nothing:
            if request.method == .OPTIONS { return preflight([]) }
            throw Failure.notFound
        case .wrongMethod(let allowed):
            if request.method == .OPTIONS { return preflight(allowed) }
            throw Failure.methodNotAllowed
        case .found(let route, let parameters):
            var request = request
            request.parameters = parameters
            return try await answer(request, by: route, &verdict)
        }
    }

    private func answer(_ request: Request, by route: Route, _ verdict: inout RateVerdict?) async throws -> Reply {
        switch route.handler {
        case .anyone(let handler):
            verdict = try await count(route.rate, TrustedProxies.household(of: request.address))
            return try await handler(request)
        case .user(let handler):
            let user = try await caller(of: request, route, &verdict)
            guard route.rate == .generation, verdict != nil, let limiter else {
                return try await handler(request, user)
            }
            let allowance = GenerationAllowance(limiter, of: Dispatcher.name(of: user), clock: clock)
            defer { verdict = allowance.verdict ?? verdict }
            var request = request
            request.allowance = allowance
            return try await handler(request, user)
        case .admin(let handler):
            let user = try await caller(of: request, route, &verdict)
            guard user.role == .admin else { throw Failure.forbidden }
            return try await handler(request, user)
        }
    }

    /// Who is asking; a caller without a valid token is counted by address, so that guessing is limited too.
    private func caller(of request: Request, _ route: Route, _ verdict: inout RateVerdict?) async throws -> User {
        let user: User
        let rate = route.rate == .generation ? .other : route.rate
        do {
            let token = request.bearerToken ?? (route.takesTokenInQuery ? request.queryToken : nil)
            user = try await accounts.user(bearing: token)
        } catch let failure as Failure where failure.code == 401 {
            verdict = try await count(rate, TrustedProxies.household(of: request.address))
            throw failure
        }
        let isUnlimited = route.rate == .generation && user.isMember(at: clock.now)
        if !isUnlimited { verdict = try await count(rate, Dispatcher.name(of: user)) }
        return user
    }

    private static func name(of user: User) -> String { "user \(user.id)" }

    private func count(_ rate: RateClass, _ caller: @autoclosure () -> String) async throws -> RateVerdict? {
        guard let limiter, let verdict = try await limiter.count(rate, by: caller(), at: clock.now) else { return nil }
        guard verdict.isAllowed else {
            var failure = Failure.tooManyRequests(retryAfterSeconds: verdict.resetSeconds)
            failure.headers = verdict.headers
            throw failure
        }
        return verdict
    }

    private func preflight(_ allowed: [HTTPMethod]) -> Reply {
        let methods = (allowed.isEmpty ? [.GET, .POST, .PUT, .DELETE] : allowed).map(\.rawValue)
        return Reply(
            status: 204,
            headers: [
                ("Access-Control-Allow-Methods", methods.joined(separator: ", ")),
                (
                    "Access-Control-Allow-Headers",
                    "Authorization, Content-Type, Idempotency-Key, Accept-Language, Last-Event-ID, "
                        + "Traceparent, Tracestate"
                ),
                ("Access-Control-Max-Age", "86400"),
            ],
            body: .empty
        )
    }
}
