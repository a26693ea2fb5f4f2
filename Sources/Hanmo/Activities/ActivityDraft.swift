/// What a form says of a new activity.
struct ActivityDraft: Sendable {
    let name: String
    let description: String
    let terms: ActivityTerms
    let startsAt: Int
    /// The first moment at which it runs no more.
    let endsAt: Int
}

/// What a form says of an activity that is there; nil where it says nothing.
struct ActivityChange: Sendable {
    var name: String?
    var description: String?
    var terms: ActivityTerms?
    var startsAt: Int?
    var endsAt: Int?
    var isActive: Bool?

    static let ended = Failure(400, "活动已结束，不能修改", "An activity that is over can't be changed")

    /// The activity with these changes.
    ///
    /// Whoever has got something of it was promised what it says, and so is everybody after them: from then on its
    /// terms stay, and only the number of places may change. What has begun has begun.
    ///
    /// - Errors: 400 naming the field that may not change.
    func applied(to activity: Activity, at now: Int) throws(Failure) -> Activity {
        guard now < activity.endsAt else { throw ActivityChange.ended }
        var changed = activity
        changed.name = name ?? activity.name
        changed.description = description ?? activity.description
        changed.startsAt = startsAt ?? activity.startsAt
        changed.endsAt = endsAt ?? activity.endsAt
        changed.isDisabled = isActive.map { !$0 } ?? activity.isDisabled
        if changed.startsAt != activity.startsAt, activity.startsAt <= now {
            throw .invalid("start_time", "活动已开始，不能修改", "can't be changed once the activity has begun")
        }
        guard changed.endsAt - WireTime.secondMilliseconds > changed.startsAt else { throw ActivityChange.reversed }
        guard changed.endsAt > now else { throw Activities.pastEnd }
        changed.terms = try newTerms(of: activity)
        return changed
    }

    static let reversed = Failure.invalid("end_time", "应晚于开始时间", "should be later than start_time")

    private func newTerms(of activity: Activity) throws(Failure) -> ActivityTerms {
        guard let terms, activity.participants > 0 else { return terms ?? activity.terms }
        guard terms.promises(theSameAs: activity.terms) else {
            throw .invalid("config", "已有用户参与，不能修改", "can't be changed once somebody has taken part")
        }
        guard terms.places.map({ $0 >= activity.participants }) ?? true else {
            throw .invalid(
                "config.max_participants",
                "不能少于已参与人数 \(activity.participants)",
                "can't be less than the \(activity.participants) who have taken part"
            )
        }
        return terms
    }
}

// MARK: As forms

extension Form {
    /// A new activity.
    mutating func activityDraft() throws(Failure) -> ActivityDraft {
        let name = text("name", Activity.nameLength)
        let kind = choice("type", of: Activity.Kind.self)
        require("type")
        let description = optionalText("description", Activity.descriptionLength) ?? ""
        require("config")
        // Of terms without a type nothing can be said.
        let terms = kind.flatMap { activityTerms("config", of: $0) }
        let startsAt = moment("start_time")
        require("end_time")
        let endsAt = optionalEnd("end_time") ?? 0
        try check()
        guard let terms else { throw .unexpected }
        guard endsAt - WireTime.secondMilliseconds > startsAt else { throw ActivityChange.reversed }
        return ActivityDraft(
            name: name,
            description: description,
            terms: terms,
            startsAt: startsAt,
            endsAt: endsAt
        )
    }

    /// A change of an activity of a type, which stays.
    mutating func activityChange(of kind: Activity.Kind) throws(Failure) -> ActivityChange {
        var change = ActivityChange()
        change.name = optionalText("name", Activity.nameLength)
        change.description = optionalText("description", Activity.descriptionLength)
        if choice("type", of: Activity.Kind.self).map({ $0 != kind }) ?? false {
            fault("type", "不能修改", "can't be changed")
        }
        change.terms = activityTerms("config", of: kind)
        change.startsAt = optionalMoment("start_time")
        change.endsAt = optionalEnd("end_time")
        change.isActive = optionalBool("is_active")
        try check()
        return change
    }
}
