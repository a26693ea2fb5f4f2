import NIOHTTP1

/// What was asked and what was answered, by route and status.
///
/// This stands on the path of every request: a record is two readings of the clock and three atomic operations.
final class RequestMeter: Sendable {
    /// A route as its labels name it; the pattern, never a path, of which there are endlessly many.
    struct Line: Sendable {
        let method: String
        let route: String
    }

    /// 128 µs, under which most replies stay, to 268 s, longer than any provider may take.
    private static let scale = Histogram.Scale(exponents: 7...28)
    /// Every status that is sent; a later one that nobody has added here counts as `other`.
    private static let statuses = [
        101, 200, 204, 206, 302, 304, 400, 401, 403, 404, 405, 408, 413, 416, 426, 429, 500, 503,
    ]

    /// The column of a status, found without a search.
    private static let columns: [UInt8] = {
        var columns = [UInt8](repeating: UInt8(statuses.count), count: 600)
        for (column, status) in statuses.enumerated() { columns[status] = UInt8(column) }
        return columns
    }()

    /// The routes in the order of their table; the last line is for what belongs to none of them.
    let lines: [Line]
    private let table: HistogramTable

    init(_ routes: [Route]) {
        lines =
            routes.map { Line(method: $0.method.rawValue, route: $0.pattern) }
            + [Line(method: "other", route: "other")]
        table = HistogramTable(rows: lines.count, columns: RequestMeter.statuses.count + 1, RequestMeter.scale)
    }

    /// Counts a request that was answered.
    ///
    /// - Parameter route: its number in the table; nil where no route was found.
    func record(_ route: Int?, status: Int, after watch: Stopwatch) {
        let columns = RequestMeter.columns
        let column = columns.indices.contains(status) ? Int(columns[status]) : RequestMeter.statuses.count
        table.record(watch.microseconds, row: route ?? lines.count - 1, column: column)
    }

    /// Every route and status that there has been, with the microseconds that replies took to begin.
    var recorded: [(line: Line, status: String, times: Histogram)] {
        lines.indices.flatMap { row in
            (0..<table.columns).compactMap { column in
                table[row, column].map { times in
                    let status = column < RequestMeter.statuses.count ? String(RequestMeter.statuses[column]) : "other"
                    return (lines[row], status, times)
                }
            }
        }
    }
}
