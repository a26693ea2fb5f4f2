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

/// Finds the route of a request: one look-up for plain paths, one for each segment of those with parameters.
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
    private let patterns: Branch

    init(_ routes: [Route]) {
        let routes = routes.enumerated().map { number, route in
            var route = route
            route.number = number
            return route
        }
        self.routes = routes
        let isPlain: (Route) -> Bool = { !$0.pattern.contains("{") }
        plain = Dictionary(grouping: routes.filter(isPlain)) { $0.pattern[...] }
        var patterns = Branch()
        for route in routes where !isPlain(route) {
            patterns.add(route, at: RouteTable.segments(route.pattern[...])[...])
        }
        self.patterns = patterns
    }

    func match(_ method: HTTPMethod, _ path: Substring) -> Match {
        if let routes = plain[path] { return choose(method, routes, []) }
        var parameters: [Substring] = []
        guard let routes = patterns.find(RouteTable.segments(path)[...], &parameters) else { return .nothing }
        return choose(method, routes, parameters)
    }

    private func choose(_ method: HTTPMethod, _ routes: [Route], _ parameters: [Substring]) -> Match {
        let wanted = method == .HEAD ? .GET : method
        if let route = routes.first(where: { $0.method == wanted }) { return .found(route, parameters: parameters) }
        return .wrongMethod(allowed: routes.map(\.method))
    }

    private static func segments(_ path: Substring) -> [Substring] {
        path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { Substring($0) }
    }
}

/// What may follow a place in the patterns.
private struct Branch: Sendable {
    private var routes: [Route] = []
    private var words: [Substring: Branch] = [:]
    /// What follows a parameter: one branch, or none.
    private var parameter: [Branch] = []

    mutating func add(_ route: Route, at segments: ArraySlice<Substring>) {
        guard let segment = segments.first else {
            routes.append(route)
            return
        }
        if segment.hasPrefix("{") {
            if parameter.isEmpty { parameter.append(Branch()) }
            parameter[0].add(route, at: segments.dropFirst())
        } else {
            words[segment, default: Branch()].add(route, at: segments.dropFirst())
        }
    }

    /// The routes of a path, a word before a parameter; nil where there are none.
    func find(_ segments: ArraySlice<Substring>, _ parameters: inout [Substring]) -> [Route]? {
        guard let segment = segments.first else { return routes.isEmpty ? nil : routes }
        if let routes = words[segment]?.find(segments.dropFirst(), &parameters) { return routes }
        guard let next = parameter.first, !segment.isEmpty else { return nil }
        parameters.append(segment)
        if let routes = next.find(segments.dropFirst(), &parameters) { return routes }
        parameters.removeLast()
        return nil
    }
}
