import ArgumentParser
import Hanmo

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// `hanmo`: one executable, several roles.
///
/// Each command says its name: to derive it from its type costs milliseconds at every start.
struct Command: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hanmo",
        abstract: "Hanmo (翰墨), a self-hosted AI content studio.",
        version: Hanmo.version,
        subcommands: [
            Serve.self, Worker.self, Migrate.self, Backup.self, Move.self, Check.self, User.self, Write.self,
        ]
    )
}

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves the API until told to stop."
    )

    func run() async throws {
        try await clearly { try await Hanmo.serve() }
    }
}

struct Worker: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Runs jobs beside the servers of a PostgreSQL installation until told to stop."
    )

    func run() async throws {
        try await clearly { try await Hanmo.work() }
    }
}

struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Brings the database up to date."
    )

    @Flag(
        help: """
            Have the installation go on with another HANMO_SECRET. Everybody has to sign in again, keys of models have \
            to be entered again, and codes that were not redeemed are void. Stop all servers and workers first.
            """
    )
    var newSecret = false

    func run() async throws {
        try await clearly { try await Hanmo.migrate(toNewSecret: newSecret) }
    }
}

struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies a database on SQLite into a new file, also while it is served.",
        discussion: """
            The copy is the database as it stands at one moment. It is looked through before it gets its name, \
            readable by its owner alone, and never takes the place of another file. HANMO_SECRET and the files in \
            HANMO_STORAGE_URL are not in it.
            """
    )

    @Argument(help: "The file to write, which must not be there yet.", completion: .file())
    var file: String

    func run() async throws {
        try await clearly { try await Hanmo.backUp(to: file) }
    }
}

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Looks whether everything is as it should be, also while it is served, and changes nothing.",
        discussion: """
            A line for each question: the database itself and its secret, the ledger, codes, coupons, activities and \
            referrals against what they gave, generations and jobs that nobody works on, files without an object and \
            objects without a file, and whether each gateway knows the merchant. The status is 0 where all is well and 1 where anything \
            is not.
            """
    )

    func run() async throws {
        var isWell = false
        try await clearly { isWell = try await Hanmo.check() }
        guard isWell else { throw ExitCode.failure }
    }
}

struct Move: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move",
        abstract: "Copies an installation from one database into another, empty one.",
        discussion: """
            From SQLite to PostgreSQL and back, while no server and no worker runs. Every table is counted on both \
            sides and the ledger added up; where anything is wrong the target stays empty. The source is never \
            changed. A password can stay out of the URL: libpq also reads PGPASSWORD and ~/.pgpass.
            """
    )

    @Option(name: .customLong("from"), help: "The database to copy: sqlite:PATH or postgres://user@host:port/name.")
    var source: String

    @Option(name: .customLong("to"), help: "The empty database to copy it into, likewise.")
    var target: String

    func run() async throws {
        try await clearly { try await Hanmo.move(from: source, to: target) }
    }
}

struct Write: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "write",
        abstract: "Drafts one text with the built-in engine and prints it."
    )

    @Argument(help: "The tool, such as wechat_article.")
    var tool: String

    @Option(help: "The title or topic.")
    var title: String

    @Option(help: "Keywords, separated by commas (also Chinese ones).")
    var keywords = ""

    @Option(help: "What the text should be like, such as 字数2000字.")
    var requirements = ""

    @Option(help: "The source text, for tools that rewrite one.")
    var content = ""

    func run() async throws {
        let keywords = keywords.split { [",", "\u{FF0C}", "\u{3001}"].contains($0) }.map(String.init)
        try await clearly {
            try await Hanmo.write(
                tool: tool,
                title: title,
                keywords: keywords,
                requirements: requirements,
                content: content
            )
        }
    }
}

struct User: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Creates and changes accounts, also while a server runs on the same data.",
        subcommands: [Create.self, Promote.self, Password.self]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Creates an account."
        )

        @Argument(help: "The user name.")
        var username: String

        @Option(help: "The e-mail address.")
        var email: String

        @OptionGroup var secret: PasswordOption

        @Flag(help: "Make it an administrator.")
        var admin = false

        @Option(help: "Credits to begin with.")
        var credits = 0

        func run() async throws {
            try await clearly {
                let command = UserCommand.create(
                    username: username,
                    email: email,
                    password: try secret.read(),
                    isAdmin: admin,
                    credits: credits
                )
                try await command.run()
            }
        }
    }

    struct Promote: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "promote",
            abstract: "Makes a user an administrator."
        )

        @Argument(help: "The user name.")
        var username: String

        func run() async throws {
            try await clearly { try await UserCommand.promote(username: username).run() }
        }
    }

    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "password",
            abstract: "Sets a user's password and ends their sessions."
        )

        @Argument(help: "The user name.")
        var username: String

        @OptionGroup var secret: PasswordOption

        func run() async throws {
            try await clearly {
                try await UserCommand.password(username: username, password: try secret.read()).run()
            }
        }
    }
}

/// A password, given as an option or, so that it stays out of the list of processes, on standard input.
struct PasswordOption: ParsableArguments {
    @Option(help: "The password; without it, it is read from standard input.")
    var password: String?

    private struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    func read() throws -> String {
        guard let password = try password ?? PasswordOption.ask(), !password.isEmpty else {
            throw Fault(description: "no password: give one with --password, or on standard input")
        }
        return password
    }

    /// Reads a line; from a person at a terminal without showing it, and twice, since nobody sees a slip.
    private static func ask() throws -> String? {
        guard isatty(STDIN_FILENO) == 1 else { return readLine(strippingNewline: true) }
        let password = hidden("Password: ")
        guard hidden("Once more: ") == password else { throw Fault(description: "the two passwords differ") }
        return password
    }

    private static func hidden(_ prompt: String) -> String? {
        getpass(prompt).map { String(cString: $0) }
    }
}

/// Ends with one clear line on standard error and a status that says it failed.
private func clearly(_ act: () async throws -> Void) async throws {
    do {
        try await act()
    } catch {
        let line = Array("hanmo: \(Hanmo.explain(error))\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
        throw ExitCode(Hanmo.exitStatus(of: error))
    }
}
