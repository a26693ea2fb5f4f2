/// What one runner has in hand, and what it may do next; decisions only, no waiting and no SQL.
///
/// Jobs go one way: taken from the database into `queue`, from there to one of the `places`, and from there, with what
/// became of them, into `outcomes`, which the next turn at the database records. While one turn is under way others
/// finish, so turns are as large as the load makes them.
struct JobDesk: Sendable {
    /// A job in one of the places.
    struct Running: Sendable {
        let job: ClaimedJob
        let task: Task<Void, Never>
        let begunAt: ContinuousClock.Instant
        let timeLimit: Duration
        var reason: Interruption?
    }

    /// Why a running job's task was cancelled.
    enum Interruption: Sendable {
        case cancelled
        case overdue
        /// The process stops.
        case stopping
        /// Another process has taken the job over.
        case lost
    }

    /// One transaction: record what became of some jobs, and take others.
    struct Turn: Sendable {
        let runner: Int
        let number: Int
        var outcomes: [Outcome] = []
        /// Nil where nothing is to be taken.
        var take: Take?
    }

    struct Take: Sendable {
        let limit: Int
        let place: QueuePlace
        /// Whether to look for jobs whose moment has come, too.
        let looksForDue: Bool
        /// What this runner knows to have in hand, after a transaction of which nobody knows whether it was committed.
        ///
        /// Whatever else the database says it has goes back into the queue.
        let known: Set<Int>?
    }

    /// What a turn took.
    struct Taken: Sendable {
        var due: [ClaimedJob] = []
        var ready: [ClaimedJob] = []
        /// The next moment that a job waits for; nil where none does.
        var nextMoment: Int?
    }

    let places: Int
    let batchLimit: Int

    /// The runner's number in the database; nil while it has none.
    private(set) var runner: Int?
    /// By the number of the place, which is never used again.
    private(set) var running: [Int: Running] = [:]
    private(set) var queue: ArraySlice<ClaimedJob> = []
    private(set) var outcomes: [Outcome] = []
    private(set) var isStopping = false

    /// Where taking goes on.
    private var place = QueuePlace.start
    /// False once a turn found less than it asked for, until a job is heard of.
    private var mayHaveReady = true
    /// The next moment that a job waits for; nil where none does.
    private(set) var nextMoment: Int? = Int.min
    private var isTaking = false
    private var turns: [Int: Turn] = [:]
    private var turnsBegun = 0
    /// True after a turn failed that may have taken jobs all the same.
    private var isUnsure = false
    /// What was heard since a turn began to take, which it may not have seen.
    private var heard: QueuePlace?
    private var heardMoment: Int?
    /// Seconds that a job takes, a moving average; long until some have shown to be short.
    private var averageSeconds = 1.0
    private var isPaused = false
    /// When the whole queue was last looked through, and how long that took.
    private var lookedAt = ContinuousClock.now
    private var lookCost = Duration.zero
    /// How many jobs were given a place so far.
    private(set) var begun = 0
    private var begunAtLastTick = 0

    /// Two, so that one can record while another one waits for its commit.
    private static let turnsAtOnce = 2
    /// So much work may wait in this process: enough for the places to go on while a turn is under way, too little to
    /// keep a job from another process.
    private static let queueSeconds = 0.1
    /// A look through the whole queue takes a fiftieth of the time at most.
    private static let lookCostsBetweenLooks = 50
    /// How much one job says about the average.
    private static let weight = 0.2

    init(places: Int, batchLimit: Int) {
        self.places = places
        self.batchLimit = batchLimit
    }

    /// How many jobs may wait here.
    private var queueLimit: Int {
        Int(min(Double(batchLimit), Double(places) * JobDesk.queueSeconds / max(averageSeconds, 1e-6)))
    }

    /// True when there is nothing in hand and nothing to be had.
    func isQuiet(at now: Int) -> Bool {
        hasNothing && !mayHaveReady && !(nextMoment.map { $0 <= now } ?? false)
    }

    var hasNothing: Bool {
        running.isEmpty && queue.isEmpty && outcomes.isEmpty && turns.isEmpty
    }

    // MARK: Jobs

    /// Gives the next job that there is a place for to `start`, which makes a task of it.
    ///
    /// - Returns: false where there is no such job.
    mutating func beginJob(
        _ start: (_ place: Int, ClaimedJob) -> (task: Task<Void, Never>, timeLimit: Duration)
    ) -> Bool {
        guard !isStopping, running.count < places, let job = queue.popFirst() else { return false }
        begun += 1
        let (task, timeLimit) = start(begun, job)
        running[begun] = Running(job: job, task: task, begunAt: .now, timeLimit: timeLimit)
        return true
    }

    /// Takes a job from its place, with what became of it.
    ///
    /// - Parameter judge: gets why its task was cancelled, if it was.
    mutating func endJob(at place: Int, _ judge: (Interruption?) -> Outcome.Ending) {
        guard let ended = running.removeValue(forKey: place) else { return }
        let seconds = (ContinuousClock.now - ended.begunAt).inSeconds
        averageSeconds += (seconds - averageSeconds) * JobDesk.weight
        guard ended.reason != .lost else { return }
        outcomes.append(Outcome(job: ended.job, ending: judge(ended.reason)))
    }

    /// Cancels a job, if it is here.
    mutating func cancel(_ job: Int) {
        if let place = queue.firstIndex(where: { $0.id == job }) {
            outcomes.append(Outcome(job: queue.remove(at: place), ending: .cancelled))
        }
        interrupt(because: .cancelled) { $0.job.id == job }
    }

    mutating func interruptAll(because reason: Interruption) {
        interrupt(because: reason) { _ in true }
    }

    mutating func interruptOverdue(at now: ContinuousClock.Instant) {
        interrupt(because: .overdue) { now - $0.begunAt > $0.timeLimit }
    }

    private mutating func interrupt(because reason: Interruption, where isMeant: (Running) -> Bool) {
        for (place, job) in running where job.reason == nil && isMeant(job) {
            running[place]?.reason = reason
            job.task.cancel()
        }
    }

    /// Gives back what waits here behind jobs that take longer than those before them did: called once a second, it
    /// does where none was begun in between.
    mutating func giveBackStale() {
        defer { begunAtLastTick = begun }
        guard !queue.isEmpty, begun == begunAtLastTick else { return }
        averageSeconds = 1
        giveBackQueue()
    }

    private mutating func giveBackQueue() {
        outcomes += queue.map { Outcome(job: $0, ending: .handedBack) }
        queue = []
    }

    // MARK: Turns

    /// The next transaction that makes sense now, if one does.
    mutating func beginTurn(at now: Int) -> Turn? {
        guard let runner, turns.count < JobDesk.turnsAtOnce, !isPaused else { return nil }
        var turn = Turn(runner: runner, number: turnsBegun + 1)
        turn.take = beginTaking(at: now)
        guard turn.take != nil || !outcomes.isEmpty else { return nil }
        turn.outcomes = Array(outcomes.prefix(batchLimit))
        outcomes.removeFirst(turn.outcomes.count)
        turnsBegun = turn.number
        turns[turn.number] = turn
        return turn
    }

    private mutating func beginTaking(at now: Int) -> Take? {
        let looksForDue = nextMoment.map { $0 <= now } ?? false
        let limit = min(places + queueLimit - running.count - queue.count, batchLimit)
        guard !isStopping, !isTaking, mayHaveReady || looksForDue, limit > 0, queue.count <= queueLimit / 2 else {
            return nil
        }
        if let heard { place = min(place, heard) }
        heard = nil
        isTaking = true
        return Take(limit: limit, place: place, looksForDue: looksForDue, known: isUnsure ? inHand : nil)
    }

    /// Every job that this process has something to do with.
    private var inHand: Set<Int> {
        let recording = turns.values.flatMap(\.outcomes) + outcomes
        return Set(held + recording.map(\.job.id))
    }

    /// Jobs that run or wait here.
    var held: [Int] {
        running.values.map(\.job.id) + queue.map(\.id)
    }

    /// Takes in what a turn brought.
    mutating func end(_ turn: Turn, _ taken: Taken, took: Duration) {
        turns[turn.number] = nil
        guard let take = turn.take else { return }
        isTaking = false
        if take.known != nil { isUnsure = false }
        if take.place == .start { lookCost = took }
        // Jobs taken for a runner that has been ended meanwhile belong to whoever takes them over.
        guard turn.runner == runner else { return }
        if let last = taken.ready.last { place = QueuePlace(runAt: last.runAt, id: last.id) }
        let isExhausted = taken.due.count + taken.ready.count < take.limit
        mayHaveReady = !isExhausted || heard != nil
        if take.looksForDue { nextMoment = earlier(taken.nextMoment, heardMoment) }
        heardMoment = nil
        queue += taken.due + taken.ready
        if isStopping { giveBackQueue() }
    }

    /// Puts back what a turn could not record, and waits with the next one.
    mutating func fail(_ turn: Turn) {
        turns[turn.number] = nil
        isPaused = true
        if turn.take != nil {
            isTaking = false
            isUnsure = true
            lookEverywhere()
        }
        if turn.runner == runner { outcomes = turn.outcomes + outcomes }
    }

    mutating func resume() {
        isPaused = false
    }

    // MARK: News

    /// Takes note of a job that may run at once, whose place in the queue begins with that moment.
    mutating func hear(ofReady moment: Int) {
        let place = QueuePlace(runAt: moment, id: 0)
        heard = min(heard ?? place, place)
        mayHaveReady = true
    }

    /// Takes note of a job that waits for a moment.
    mutating func hear(ofWaiting moment: Int) {
        if isTaking { heardMoment = earlier(heardMoment, moment) }
        nextMoment = earlier(nextMoment, moment)
    }

    /// Makes the next turn look through the whole queue for what no signal told of, unless such looks have become so
    /// slow that they would take more than a small part of the time.
    mutating func lookEverywhere(at now: ContinuousClock.Instant) {
        nextMoment = Int.min
        guard now - lookedAt >= lookCost * JobDesk.lookCostsBetweenLooks else { return }
        lookedAt = now
        lookEverywhere()
    }

    /// Makes the next turn look through the whole queue.
    mutating func lookEverywhere() {
        heard = .start
        mayHaveReady = true
        nextMoment = Int.min
    }

    // MARK: Beginning and end

    mutating func open(as runner: Int) {
        self.runner = runner
        lookEverywhere()
    }

    /// Drops everything in hand, because it is in other hands now.
    mutating func lose() {
        interruptAll(because: .lost)
        runner = nil
        queue = []
        outcomes = []
        isUnsure = false
    }

    /// Takes nothing more and gives back what has not been begun.
    mutating func beginStopping() {
        isStopping = true
        giveBackQueue()
    }

    /// Gives back what would not end.
    mutating func abandonRunning() {
        outcomes += running.values.map { Outcome(job: $0.job, ending: .handedBack) }
        running = [:]
    }

    mutating func close() {
        runner = nil
    }
}

/// What became of a job.
struct Outcome: Sendable {
    enum Ending: Sendable, Equatable {
        case done
        /// Failed, and is to be tried again after so many milliseconds.
        case retry(after: Int, because: String)
        /// Waits for so many milliseconds; this was no attempt.
        case postponed(by: Int, because: String?)
        case parked(because: String)
        case cancelled
        /// Goes to whoever takes it next; this was no attempt.
        case handedBack
    }

    let job: ClaimedJob
    let ending: Ending

    /// False where the job is to be taken again.
    var hasEnded: Bool {
        switch ending {
        case .done, .parked, .cancelled: true
        case .retry, .postponed, .handedBack: false
        }
    }
}

/// The earlier of two moments, of which either may be missing.
private func earlier(_ one: Int?, _ other: Int?) -> Int? {
    guard let one, let other else { return one ?? other }
    return min(one, other)
}
