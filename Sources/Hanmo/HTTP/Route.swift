import NIOHTTP1

/// One line of the route table: a URL, who may call it, how often, and what answers.
struct Route: Sendable {
    enum Access: String, Sendable {
        case anyone = "public"
        case user
        case admin
    }

    enum Handler: Sendable {
        case anyone(@Sendable (Request) async throws -> Reply)
        case user(@Sendable (Request, User) async throws -> Reply)
        case admin(@Sendable (Request, User) async throws -> Reply)
    }

    let method: HTTPMethod
    /// `{…}` stands for one segment.
    let pattern: String
    let rate: RateClass
    let handler: Handler
    /// Its place in the table.
    var number = 0
    /// Browsers can't set headers on a WebSocket or an event stream, so there the token may stand in the query as well.
    var takesTokenInQuery = false

    var access: Access {
        switch handler {
        case .anyone: .anyone
        case .user: .user
        case .admin: .admin
        }
    }

    /// A route that needs no token.
    static func open(
        _ method: HTTPMethod,
        _ pattern: String,
        _ rate: RateClass,
        _ handler: @escaping @Sendable (Request) async throws -> Reply
    ) -> Route {
        Route(method: method, pattern: pattern, rate: rate, handler: .anyone(handler))
    }

    /// A route for whoever has signed in.
    static func user(
        _ method: HTTPMethod,
        _ pattern: String,
        _ rate: RateClass,
        _ handler: @escaping @Sendable (Request, User) async throws -> Reply
    ) -> Route {
        Route(method: method, pattern: pattern, rate: rate, handler: .user(handler))
    }

    /// A route for administrators.
    static func admin(
        _ method: HTTPMethod,
        _ pattern: String,
        _ rate: RateClass,
        _ handler: @escaping @Sendable (Request, User) async throws -> Reply
    ) -> Route {
        Route(method: method, pattern: pattern, rate: rate, handler: .admin(handler))
    }

    /// This route, taking `?token=` where there is no `Authorization`.
    func takingTokenInQuery() -> Route {
        var route = self
        route.takesTokenInQuery = true
        return route
    }
}

/// Finds the route of a request: one dictionary look-up for plain paths, a short scan for those with parameters.
struct RouteTable: Sendable {
    enum Match {
        case found(Route, parameters: [Substring])
        case wrongMethod(allowed: [HTTPMethod])
        case nothing

        /// The number of the route; nil where there is none for the request.
        var number: Int? {
            if case .found(let route, _) = self { route.number } else { nil }
        }
    }

    let routes: [Route]
    private let plain: [Substring: [Route]]
    private let patterns: [(segments: [Substring], routes: [Route])]

    init(_ routes: [Route]) {
        let routes = routes.enumerated().map { number, route in
            var route = route
            route.number = number
            return route
        }
        self.routes = routes
        let isPlain: (Route) -> Bool = { !$0.pattern.contains("{") }
        plain = Dictionary(grouping: routes.filter(isPlain)) { $0.pattern[...] }
        patterns = Dictionary(grouping: routes.filter { !isPlain($0) }, by: \.pattern)
            .map { (RouteTable.segments($0.key[...]), $0.value) }
    }

    func match(_ method: HTTPMethod, _ path: Substring) -> Match {
        if let routes = plain[path] { return choose(method, routes, []) }
        let segments = RouteTable.segments(path)
        for pattern in patterns where pattern.segments.count == segments.count {
            var parameters: [Substring] = []
            let fits = zip(pattern.segments, segments).allSatisfy { expected, actual in
                guard expected.first == "{" else { return expected == actual }
                parameters.append(actual)
                return !actual.isEmpty
            }
            if fits { return choose(method, pattern.routes, parameters) }
        }
        return .nothing
    }

    private func choose(_ method: HTTPMethod, _ routes: [Route], _ parameters: [Substring]) -> Match {
        let wanted = method == .HEAD ? .GET : method
        if let route = routes.first(where: { $0.method == wanted }) { return .found(route, parameters: parameters) }
        return .wrongMethod(allowed: routes.map(\.method))
    }

    private static func segments(_ path: Substring) -> [Substring] {
        path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    }
}
