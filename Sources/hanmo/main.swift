import ArgumentParser
import Hanmo

EventLoopExecutor.install()

/// Picks the parser's asynchronous entry, which top-level code alone would not.
///
/// `hanmo serve` goes past the parser, which for a tenth of a start looks through what all the commands are made of.
func run() async {
    guard CommandLine.arguments.dropFirst() == ["serve"] else { return await Command.main() }
    do {
        try await Serve().run()
    } catch {
        Serve.exit(withError: error)
    }
}

await run()
