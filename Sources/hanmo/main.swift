import ArgumentParser
import Hanmo
import NIOCore
import NIOPosix

// Tasks run on the threads that hold the connections, so that a short request never changes threads. It has to be the
// first thing that the program does.
NIOSingletons.unsafeTryInstallSingletonPosixEventLoopGroupAsConcurrencyGlobalExecutor()

/// Picks the parser's asynchronous entry, which top-level code alone would not.
func run() async {
    await Command.main()
}

await run()
