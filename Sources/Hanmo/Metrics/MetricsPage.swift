/// A page of figures in the text format that Prometheus reads.
///
/// - Source: Prometheus, "Exposition formats", text format 0.0.4.
struct MetricsPage {
    enum Kind: String {
        case counter
        case gauge
        case histogram
    }

    typealias Labels = KeyValuePairs<String, String>

    static let contentType = "text/plain; version=0.0.4; charset=utf-8"
    private static let lineFeed = UInt8(ascii: "\n")

    private(set) var bytes: [UInt8] = []

    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    /// Begins a family: what follows up to the next one are its samples.
    mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        write("# HELP \(name) ")
        escape(help, quotes: false)
        write("\n# TYPE \(name) \(kind.rawValue)\n")
    }

    mutating func sample(_ name: String, _ value: Int, _ labels: Labels = [:]) {
        line(name, labels, String(value))
    }

    /// A number of microseconds, as seconds.
    mutating func sample(_ name: String, microseconds: Int, _ labels: Labels = [:]) {
        line(name, labels, MetricsPage.seconds(microseconds))
    }

    /// The buckets of a histogram, each counting those below it, its sum and its count.
    ///
    /// - Parameter unit: writes what was recorded in the family's unit.
    mutating func histogram(
        _ name: String,
        _ histogram: Histogram,
        _ labels: Labels = [:],
        in unit: (Int) -> String = seconds
    ) {
        var count = 0
        for (exponent, bucket) in zip(histogram.scale.exponents, histogram.counts) {
            count += bucket
            line("\(name)_bucket", labels, String(count), bound: unit(1 << exponent))
        }
        count += histogram.counts.last ?? 0
        line("\(name)_bucket", labels, String(count), bound: "+Inf")
        line("\(name)_sum", labels, unit(histogram.sum))
        line("\(name)_count", labels, String(count))
    }

    /// A whole family of one sample.
    mutating func single(_ name: String, _ kind: Kind, _ help: String, _ value: Int) {
        family(name, kind, help)
        sample(name, value)
    }

    /// Microseconds as seconds, exactly: `128` is `0.000128`.
    static func seconds(_ microseconds: Int) -> String {
        let rest = String(microseconds % 1_000_000)
        guard rest != "0" else { return String(microseconds / 1_000_000) }
        var text = "\(microseconds / 1_000_000)." + String(repeating: "0", count: 6 - rest.utf8.count) + rest
        while text.hasSuffix("0") { text.removeLast() }
        return text
    }

    private mutating func line(_ name: String, _ labels: Labels, _ value: String, bound: String? = nil) {
        write(name)
        var separator = "{"
        for (label, value) in labels {
            write("\(separator)\(label)=\"")
            escape(value, quotes: true)
            write("\"")
            separator = ","
        }
        if let bound {
            write("\(separator)le=\"\(bound)\"")
            separator = ","
        }
        write(separator == "," ? "} \(value)\n" : " \(value)\n")
    }

    private mutating func write(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// Backslashes and line feeds are escaped everywhere, quotation marks in the values of labels.
    private mutating func escape(_ text: String, quotes: Bool) {
        for byte in text.utf8 {
            switch byte {
            case MetricsPage.lineFeed: write("\\n")
            case UInt8(ascii: "\\"): write("\\\\")
            case UInt8(ascii: "\"") where quotes: write("\\\"")
            default: bytes.append(byte)
            }
        }
    }
}
