import ArgumentParser
import Hanmo

EventLoopExecutor.install()

/// Picks the parser's asynchronous entry, which top-level code alone would not.
func run() async {
    await Command.main()
}

await run()
