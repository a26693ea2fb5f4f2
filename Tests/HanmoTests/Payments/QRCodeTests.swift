import Testing

@testable import Hanmo

@Suite struct QRCodeTests {
    /// By another program: `segno.make("WEIXIN://wxpay", error="m", mode="byte", mask=3, boost_error=False)`.
    @Test func `a code is drawn as others draw it`() throws {
        let code = try #require(QRCode("WEIXIN://wxpay", mask: 3))

        let lines = (0..<code.size).map { y in (0..<code.size).map { code[$0, y] ? "#" : "." }.joined() }
        #expect(lines == QRCodeTests.drawn)
    }

    /// By a third program, PyPI's `qrcode`, of that many `a`: with one and many squares, with blocks, with a version.
    @Test(
        arguments: [
            (20, 0, 118_465_382), (60, 1, 290_186_366), (120, 2, 313_937_133), (213, 4, 150_161_348),
            (330, 5, 311_850_534), (666, 7, 646_953_185),
        ]
    )
    func `large codes are drawn alike, too`(bytes: Int, mask: Int, checksum: Int) throws {
        let code = try #require(QRCode(String(repeating: "a", count: bytes), mask: mask))

        var sum = 0
        for y in 0..<code.size {
            for x in 0..<code.size { sum = (sum * 31 + (code[x, y] ? 1 : 0)) % 1_000_000_007 }
        }
        #expect(sum == checksum)
    }

    @Test(arguments: [(0, 21), (14, 21), (15, 25), (213, 57), (214, 61), (666, 97)])
    func `a code is as large as its text asks for`(bytes: Int, size: Int) {
        #expect(QRCode(String(repeating: "a", count: bytes))?.size == size)
    }

    @Test func `what is too long has no code`() {
        #expect(QRCode(String(repeating: "a", count: 667)) == nil)
    }

    private static let drawn = [
        "#######.#####.#######",
        "#.....#.#.#...#.....#",
        "#.###.#..##.#.#.###.#",
        "#.###.#.#...#.#.###.#",
        "#.###.#..#.#..#.###.#",
        "#.....#.......#.....#",
        "#######.#.#.#.#######",
        "........##...........",
        "#.##.###..#.#.#..#.##",
        "#..###.##.##.######..",
        "#...#.###.#..#.....##",
        "##..##.#.#.#.#...#..#",
        "####.##.#.#.#.###.##.",
        "........#.####.######",
        "#######.##.#..#.##...",
        "#.....#.##..##.####.#",
        "#.###.#..###.#.##..#.",
        "#.###.#.#..##...#.##.",
        "#.###.#.#######...#..",
        "#.....#....#.###....#",
        "#######.#...#.#......",
    ]
}
