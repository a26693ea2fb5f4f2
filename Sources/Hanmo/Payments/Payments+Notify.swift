import Gateways
import Logging

/// What gateways report by themselves.
extension Payments {
    /// Takes a gateway's notification, and says what the gateway is to hear.
    ///
    /// Whatever it is, and whoever sent it, it stands in the book of notices afterwards, of unsigned ones a few.
    func take(
        _ notification: GatewayNotification,
        _ notice: PaymentNotice,
        from merchant: any Gateway,
        of method: PaymentMethod
    ) async -> NotificationOutcome {
        do {
            let said: GatewayReport
            do throws(Refusal) {
                said = try await merchant.verify(notification)
            } catch {
                if try await refuse(notice, as: PaymentNotice.Outcome(error)) { log(error, method) }
                return .refused(error)
            }
            switch said.event {
            case .refund(let refund): try await take(refund, by: method)
            case .payment(let payment) where payment.state == .refunded || payment.refundedFen ?? 0 > 0:
                try await takePaidBack(payment, by: method)
            case .payment, .other: break
            }
            guard case .payment(let payment) = said.event, let report = PaymentReport(payment, by: method) else {
                try await refuse(notice, as: .noted, PaymentNotice.Content(said.event, by: method))
                return .recorded
            }
            switch try await settle(report, notice) {
            case .unknownOrder: return .refused(.otherOrder(report.order))
            case .otherMethod: return .refused(.otherChannel(said.channel))
            case .otherAmount: return .refused(.otherAmount(fen: report.amountFen ?? 0))
            // Nothing will change by hearing of it again.
            case .olderPayment: return .recorded
            default: return .recorded
            }
        } catch {
            logger.error(
                "a notification of a payment could not be booked; its sender will repeat it",
                metadata: ["method": "\(method.rawValue)", "cause": "\(error)"]
            )
            return .failed
        }
    }

    /// Writes down what a bridge's signature does not cover, and says so in the log.
    func refuse(_ notice: PaymentNotice, _ refusal: Refusal) async throws {
        guard try await refuse(notice, as: .unsigned) else { return }
        switch refusal {
        case .forged, .stale:
            logger.warning("a payment bridge's report was refused", metadata: ["cause": "\(refusal)"])
        default: break
        }
    }

    /// What a gateway has signed, somebody has to see to, and to what the key here does not fit, which may be the wrong
    /// one.
    ///
    /// Of what is stale one clock is wrong, which may be ours. Whatever else strangers send is in the book alone.
    private func log(_ refusal: Refusal, _ method: PaymentMethod) {
        switch refusal {
        case .forged, .unknownKey, .stale: break
        default: guard PaymentNotice.Outcome(refusal).isProven else { return }
        }
        logger.warning(
            "a notification of a payment was refused",
            metadata: ["method": "\(method.rawValue)", "cause": "\(refusal)"]
        )
    }
}

extension PaymentNotice.Outcome {
    fileprivate init(_ refusal: Refusal) {
        switch refusal {
        case .unsigned, .forged, .stale, .unknownKey: self = .unsigned
        case .malformed, .tooLarge, .unavailable, .otherChannel, .otherOrder, .otherAmount: self = .unreadable
        case .undecryptable, .unintelligible: self = .malformed
        case .otherMerchant, .otherApplication: self = .otherMerchant
        }
    }
}
