/// How a command goes to the server behind whatever has to go first, all in one row.
extension PostgresConnection {
    /// A command that goes before the one that is asked.
    private struct Command {
        /// What it runs, or prepares.
        var statement: PostgresStatement?
        var isRun = false
    }

    /// Sends a command behind whatever has to go first, and waits for its answer.
    ///
    /// - Parameters:
    ///   - statement: What the command runs, where that may have to be prepared.
    ///   - isCommit: Whether nobody knows what became of the transaction where its answer does not come.
    ///   - before: Sends commands that go right before it, and returns how many; nil where the connection is lost.
    func ask(
        _ text: String,
        preparing statement: PostgresStatement?,
        isCommit: Bool = false,
        _ send: (PostgresLink) -> Bool,
        before: (PostgresLink) -> Int? = { _ in 0 }
    ) throws(PostgresFailure) -> PostgresRows {
        if let failure {
            throw failure
        }
        guard let link else { throw fail(.lost("there is no connection")) }
        guard readEnds(link) else { throw lose(link) }

        /// What failed before the command, in the server's own words, is undone; else a commit may have happened.
        func lost(because failed: PostgresRows? = nil) -> PostgresFailure {
            let failure = lose(link, because: failed)
            return isCommit && failed?.isSaidByServer != true ? failure.withoutRemedy : failure
        }

        guard var commands = try sendFirst(statement, on: link), let more = before(link), send(link), link.sync() else {
            throw lost()
        }
        commands += Array(repeating: Command(), count: more)
        // The server may keep all its answers until the end of the row.
        link.statementsUnderWay = commands.count(where: \.isRun) + 1
        defer { link.statementsUnderWay = 1 }

        var failed: (answer: PostgresRows, text: String)?
        var hasEnded = false
        for command in commands {
            guard let answer = link.answer() else { throw lost(because: failed?.answer) }
            if command.isRun, failed == nil {
                command.statement?.isPrepared = true
            }
            if answer.isFailure, failed == nil {
                failed = (answer, command.statement?.text ?? text)
            }
            hasEnded = hasEnded || command.isRun && answer.hasEndedTransaction
        }
        guard let answer = link.answer() else { throw lost(because: failed?.answer) }
        if failed == nil {
            statement?.isPrepared = true
        }
        guard link.endOfRow() else {
            if let failed { throw lost(because: failed.answer) }
            let failure = lose(link, because: answer)
            throw isCommit ? failure.withoutRemedy : failure
        }
        if let failed {
            let failure = explain(failed.answer, failed.text)
            throw isCommit && !failed.answer.isSaidByServer ? failure.withoutRemedy : failure
        }
        guard !hasEnded else { throw fail(.endedByClosure) }
        guard !answer.isFailure else {
            let failure = explain(answer, text)
            throw isCommit && failure.remedy == .reconnect ? failure.withoutRemedy : failure
        }
        return answer
    }

    /// Sends what has to go before a command: the end of the last transaction, BEGIN, what was executed and not sent
    /// yet, and the preparation of all of that.
    ///
    /// - Returns: Nil where the connection is lost.
    private func sendFirst(
        _ statement: PostgresStatement?,
        on link: PostgresLink
    ) throws(PostgresFailure) -> [Command]? {
        var commands: [Command] = []
        var isSent = true
        func add(_ isDone: Bool, _ command: Command = Command()) {
            isSent = isSent && isDone
            commands.append(command)
        }
        func prepare(_ statement: PostgresStatement) {
            if !statement.isPrepared, !commands.contains(where: { $0.statement === statement }) {
                add(
                    link.send(preparing: statement.text, as: statement.name, types: statement.types),
                    Command(statement: statement)
                )
            }
        }

        if let end = owedEnd {
            owedEnd = nil
            add(link.send(prepared: end.rawValue))
        }
        if let begin = try beginning(statement) {
            add(link.send(prepared: begin.rawValue))
        }
        // Not what is forgotten from here on: it may be what the command runs.
        for name in statements.takeForgotten() {
            add(link.send(text: "DEALLOCATE \(name)"))
        }
        for sql in unsent {
            let statement = statements.statement(of: sql)
            onStatement?(statement.text)
            prepare(statement)
            parameters.fill(sql.parts)
            add(link.send(prepared: statement.name, parameters), Command(statement: statement, isRun: true))
        }
        unsent = []
        if let statement {
            prepare(statement)
        }
        return isSent ? commands : nil
    }

    /// Which BEGIN has to go before a statement, if any.
    private func beginning(_ statement: PostgresStatement?) throws(PostgresFailure) -> Control? {
        switch phase {
        case .open:
            runsAlone = false
            return nil
        case .idle, .single:
            return nil
        case .alone(let first):
            first.noteRead(ranAlone: false)
            throw fail(.needsSnapshot)
        case .wanted(.write):
            phase = .open(.write)
            return .beginWrite
        case .wanted(.read):
            firstStatement = statement
            runsAlone = true
            if let statement, statement.readsAlone {
                phase = .alone(statement)
                return nil
            }
            phase = .open(.read)
            return .beginRead
        }
    }
}
