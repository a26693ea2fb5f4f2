import CQRencode

/// A QR code at the level that survives 15 % of damage, drawn by libqrencode.
struct QRCode: Sendable {
    /// Modules on each side, without the quiet zone.
    let size: Int
    private let dark: [Bool]

    /// - Returns: nil where there is no text, or more than the largest code holds (2,331 bytes).
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, let code = QRcode_encodeData(Int32(bytes.count), bytes, smallestThatFits, QR_ECLEVEL_M)
        else { return nil }
        defer { QRcode_free(code) }
        size = Int(code.pointee.width)
        // The other bits tell what a module is part of.
        dark = UnsafeBufferPointer(start: code.pointee.data, count: size * size).map { $0 & 1 == 1 }
    }

    subscript(x: Int, y: Int) -> Bool { dark[y * size + x] }

    /// The code as an SVG with the quiet zone of four modules around it.
    var svg: String {
        var path = ""
        for y in 0..<size {
            for x in 0..<size where self[x, y] { path += "M\(x + 4) \(y + 4)h1v1h-1z" }
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size + 8) \(size + 8)" shape-rendering="crispEdges">\
            <path fill="#fff" d="M0 0h\(size + 8)v\(size + 8)H0z"/><path d="\(path)"/></svg>
            """
    }
}

/// In the place of a version of the standard, of which there are forty sizes.
private let smallestThatFits: Int32 = 0
