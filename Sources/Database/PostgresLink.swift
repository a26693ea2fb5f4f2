import CLibpq

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// One open connection of libpq in pipeline mode: commands are sent in a row, then their answers are read in a row.
///
/// A command is handed over by one of the `send` functions, which return false where the connection is lost;
/// ``sync()`` closes a row of them and sends it off. After that there is one answer a command, in order, and then the
/// end of the row. After a command that failed the rest of its row is passed over by the server.
///
/// Only the functions that read wait, and never for longer than the server may be silent: one that hangs, or a network
/// that swallows what is sent, is a connection that is lost. Nothing waits for the server to take what is sent; what it
/// has not taken yet goes out with ``flush()``, or while an answer is waited for.
final class PostgresLink {
    let pointer: OpaquePointer
    /// How many milliseconds the server may say nothing while it owes an answer; nil for as long as it likes.
    var silenceAtMost: Int? = silenceOfNewMilliseconds
    /// How many statements the row has whose answers are waited for; each may take as long as one.
    var statementsUnderWay = 1
    /// True while commands run that may take as long as they like.
    var isSilenceAllowed = false
    /// True once the server was silent for too long.
    private(set) var isGivenUp = false

    init(_ address: PostgresAddress) throws {
        pointer = try address.connect()
        guard PQenterPipelineMode(pointer) == 1, PQsetnonblocking(pointer, 1) == 0 else {
            throw DatabaseError.unreachable("libpq refuses its pipeline mode")
        }
    }

    deinit {
        PQfinish(pointer)
    }

    // MARK: Sending

    /// Sends one statement without values, as text; nothing is kept of it.
    func send(text: String) -> Bool {
        PQsendQueryParams(pointer, text, 0, nil, nil, nil, nil, binaryFormat) == 1
    }

    /// Has the server prepare a statement under a name.
    func send(preparing text: String, as name: String, types: [Oid]) -> Bool {
        PQsendPrepare(pointer, name, text, Int32(types.count), types) == 1
    }

    /// Runs a prepared statement.
    func send(prepared name: String, _ parameters: PostgresParameters? = nil) -> Bool {
        guard let parameters, parameters.count > 0 else {
            return PQsendQueryPrepared(pointer, name, 0, nil, nil, nil, binaryFormat) == 1
        }
        return parameters.withPointers { values, lengths, formats in
            PQsendQueryPrepared(pointer, name, Int32(parameters.count), values, lengths, formats, binaryFormat) == 1
        }
    }

    /// Closes the row of commands and sends it off.
    func sync() -> Bool {
        PQpipelineSync(pointer) == 1
    }

    /// Sends what has not been sent; false while some of it is left.
    func flush() -> Bool {
        // A failure shows when the answer is read.
        PQflush(pointer) != 1
    }

    // MARK: Reading

    /// Takes in what has come, without waiting; false where the connection is lost, maybe after the answers to all.
    func takeIn() -> Bool {
        PQconsumeInput(pointer) == 1
    }

    /// True where the next answer, or the end of the row, has not come as a whole.
    var isBusy: Bool {
        PQisBusy(pointer) == 1
    }

    /// Waits until there is something to read without waiting: an answer, or that the connection is lost.
    ///
    /// - Returns: False where the server was silent for too long.
    private func wait() -> Bool {
        var silence = 0
        while isBusy, isOpen {
            // TLS takes more from the socket than it hands on at once, so that the socket alone does not tell.
            if PQsslInUse(pointer) == 1 {
                guard takeIn(), isBusy else { return true }
            }
            let events = flush() ? POLLIN : POLLIN | POLLOUT
            var source = pollfd(fd: socket, events: Int16(events), revents: 0)
            if poll(&source, 1, Int32(lookMilliseconds)) == 0 {
                silence += lookMilliseconds
                if let silenceAtMost, silence >= silenceAtMost * statementsUnderWay, !isSilenceAllowed {
                    giveUp()
                    return false
                }
            } else {
                silence = 0
            }
            guard takeIn() else { return true }
        }
        return true
    }

    /// Notes that the server was silent for too long.
    func giveUp() {
        isGivenUp = true
    }

    /// Waits for the answer to the next command; nil where the connection is lost.
    func answer() -> PostgresRows? {
        guard wait(), let result = PQgetResult(pointer) else { return nil }
        let answer = PostgresRows(result)
        while let rest = PQgetResult(pointer) {
            PQclear(rest)
        }
        return answer
    }

    /// Waits for the end of a row of commands; false where the connection is lost.
    func endOfRow() -> Bool {
        if case .reached = end() { true } else { false }
    }

    /// How a row of commands has ended.
    enum End {
        case reached
        /// Its commit failed. Versions of libpq differ in what they make of answers after this one.
        case failed(PostgresRows)
        case lost
    }

    /// Waits for the end of a row of commands.
    func end() -> End {
        guard wait(), let result = PQgetResult(pointer) else { return .lost }
        let answer = PostgresRows(result)
        return PQresultStatus(result) == PGRES_PIPELINE_SYNC ? .reached : .failed(answer)
    }

    // MARK: State

    var socket: Int32 {
        PQsocket(pointer)
    }

    /// False once libpq knows that the connection is lost.
    var isOpen: Bool {
        PQstatus(pointer) == CONNECTION_OK
    }

    /// True where the server has a transaction open, be it one that failed.
    var isInTransaction: Bool {
        let status = PQtransactionStatus(pointer)
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR
    }

    /// Looks, without waiting, whether an idle connection is still there: a server that goes away says so or hangs up.
    func isAliveWhileIdle() -> Bool {
        var source = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        // What a server says before it hangs up is read first.
        while poll(&source, 1, 0) != 0 {
            guard takeIn(), isOpen else { return false }
        }
        return true
    }

    /// Why the connection was lost, in libpq's words where it knows.
    var lastMessage: String {
        guard !isGivenUp else { return "the server owed an answer and said nothing for too long" }
        return String(cString: PQerrorMessage(pointer)).split(whereSeparator: \.isNewline).joined(separator: "; ")
    }

    /// The server's version, as `15.8`.
    var serverVersion: String {
        let number = PQserverVersion(pointer)
        return "\(number / 10_000).\(number % 10_000)"
    }
}

/// All values go and come in PostgreSQL's binary form.
private let binaryFormat: Int32 = 1

/// For a server that has just let us in and whose own limits are not known yet.
private let silenceOfNewMilliseconds = 10_000

/// How often one that is silent is looked at; not the clock but these looks are counted, so that a machine that was
/// asleep blames nobody.
private let lookMilliseconds = 500
