import Gateways
import Synchronization

/// Whose turn it is to ask a gateway in this process, and which gateways have fallen silent.
///
/// Jobs of every kind share a few places, and a gateway that hangs keeps whoever asks it waiting. So one job at a time
/// asks about a gateway's orders, and where a gateway has not answered all of them wait a while: longer each time, but
/// never so long that its return goes unnoticed. Refunds are asked about by two at a time, and where one has no answer
/// by one, until there is one again.
final class GatewayTurns: Sendable {
    enum Purpose: Hashable, Sendable {
        case looks
        case refunds
    }

    /// As long as one question may take, so that a gateway that hangs takes half of one place.
    private static let firstPauseMilliseconds = 5_000
    /// Half of the places that a process has where nothing else is said.
    private static let refundsAtOnce = 2
    /// What is waited at most once a gateway is back.
    private static let longestPauseMilliseconds = 60_000

    private struct Silence {
        var pauseMilliseconds: Int
        var until: Int
    }

    private struct State {
        var taken: [Turn: Int] = [:]
        var wanted: Set<Turn> = []
        var silences: [PaymentAttempt.Gateway: Silence] = [:]
    }

    private struct Turn: Hashable {
        let gateway: PaymentAttempt.Gateway
        let purpose: Purpose
    }

    private let state = Mutex(State())

    /// Takes a turn; false where somebody has it, who is told that there is more to do.
    func take(_ gateway: PaymentAttempt.Gateway, _ purpose: Purpose) -> Bool {
        let turn = Turn(gateway: gateway, purpose: purpose)
        return state.withLock { state in
            let others = state.taken[turn, default: 0]
            let limit = purpose == .refunds && state.silences[gateway] == nil ? GatewayTurns.refundsAtOnce : 1
            guard others < limit else {
                state.wanted.insert(turn)
                return false
            }
            state.taken[turn] = others + 1
            return true
        }
    }

    /// Ends a turn, unless somebody has wanted it meanwhile; then it goes on, and this is false.
    func end(_ gateway: PaymentAttempt.Gateway, _ purpose: Purpose) -> Bool {
        let turn = Turn(gateway: gateway, purpose: purpose)
        return state.withLock { state in
            if state.wanted.remove(turn) != nil { return false }
            state.taken[turn]? -= 1
            return true
        }
    }

    /// Ends a turn, whoever wants it.
    func drop(_ gateway: PaymentAttempt.Gateway, _ purpose: Purpose) {
        let turn = Turn(gateway: gateway, purpose: purpose)
        state.withLock { state in
            state.wanted.remove(turn)
            state.taken[turn]? -= 1
        }
    }

    /// Until when a silent gateway is left alone, in UTC milliseconds; nil where it may be asked.
    func silence(of gateway: PaymentAttempt.Gateway, at now: Int) -> Int? {
        state.withLock { state in
            // No pause is longer than the longest: what seems to be was begun before the clock was set back.
            guard let until = state.silences[gateway]?.until, until > now,
                until <= now + GatewayTurns.longestPauseMilliseconds
            else { return nil }
            return until
        }
    }

    /// Takes note that a gateway has answered, whatever it said.
    func heard(_ gateway: PaymentAttempt.Gateway) {
        state.withLock { $0.silences[gateway] = nil }
    }

    /// Takes note that a gateway has not answered; several that asked at once count as one.
    func missed(_ gateway: PaymentAttempt.Gateway, at now: Int) {
        guard silence(of: gateway, at: now) == nil else { return }
        state.withLock { state in
            let last = state.silences[gateway]?.pauseMilliseconds
            let next = last.map { $0 * 2 } ?? GatewayTurns.firstPauseMilliseconds
            let pause = min(next, GatewayTurns.longestPauseMilliseconds)
            state.silences[gateway] = Silence(pauseMilliseconds: pause, until: now + pause)
        }
    }
}

extension Payments {
    /// Asks a gateway something, and takes note whether it answers at all.
    func asking<Answer>(
        _ gateway: PaymentAttempt.Gateway,
        _ question: () async throws(GatewayError) -> Answer
    ) async throws(GatewayError) -> Answer {
        do throws(GatewayError) {
            let answer = try await question()
            turns.heard(gateway)
            return answer
        } catch {
            switch error.kind {
            case .cancelled, .closed: break
            case _ where error.isSilence: turns.missed(gateway, at: clock.now)
            default: turns.heard(gateway)
            }
            throw error
        }
    }
}
