import Gateways

extension Check {
    /// No order has this number: every one begins with its letter and a day.
    private static let nobodysOrder = "HANMOCHECK"

    /// Asks each gateway for an order that nobody has made: who is told that there is none is known there, by the right
    /// keys and at the right time of day.
    func merchants() async -> [Finding] {
        var findings: [Finding] = []
        for (method, gateway) in gateways {
            do throws(GatewayError) {
                _ = try await gateway.query(Check.nobodysOrder)
                findings.append(Finding(subject: method.rawValue, isWell: true, text: "the gateway knows the merchant"))
            } catch {
                findings.append(Finding(subject: method.rawValue, isWell: false, text: "\(error)"))
            }
        }
        return findings
    }
}
