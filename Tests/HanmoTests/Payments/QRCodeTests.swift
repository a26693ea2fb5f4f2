import Testing

@testable import Hanmo

@Suite struct QRCodeTests {
    @Test(arguments: [(1, 21), (14, 21), (15, 25), (213, 57), (214, 61), (2_331, 177)])
    func `a code is as large as its text asks for, and has three corners to be found by`(bytes: Int, size: Int) throws {
        let code = try #require(QRCode(String(repeating: "a", count: bytes)))

        #expect(code.size == size)
        for (left, top) in [(0, 0), (size - 7, 0), (0, size - 7)] {
            let corner = (0..<7).map { y in (0..<7).map { code[left + $0, top + y] ? "#" : "." }.joined() }
            #expect(corner == ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"])
        }
    }

    @Test func `texts differ in their codes, and a picture has as many squares as a code has dark modules`() throws {
        let (one, other) = (try #require(QRCode("weixin://a")), try #require(QRCode("weixin://b")))

        #expect(one.svg != other.svg)
        let dark = (0..<one.size).map { y in (0..<one.size).count { one[$0, y] } }.reduce(0, +)
        #expect(one.svg.split(separator: "h1v1h-1z").count - 1 == dark)
    }

    @Test(arguments: [0, 2_332]) func `no text and too long a text have no code`(bytes: Int) {
        #expect(QRCode(String(repeating: "a", count: bytes)) == nil)
    }
}
