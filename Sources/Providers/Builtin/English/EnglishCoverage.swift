/// What an English news item says: every fact is left to be filled in.
extension Domain {
    static let englishCoverage = Domain(
        "english-coverage",
        verb: "follow",
        """
        people users|partners|people in the trade|the public
        metrics turnout|feedback|progress
        things public documents|a written statement
        see the main points | set out the main points
        The main points of {t} are [to be filled in].
        The part that draws most attention is [to be filled in].
        Compared with earlier announcements, what changed is [to be filled in].
        The full text is available from [to be filled in].
        see the background | give the background
        {t} goes back to [to be filled in: background].
        Earlier steps were [to be filled in].
        The rules that apply are [to be filled in].
        Preparations took [to be filled in].
        see the audience | name the audience
        {t} is intended for [to be filled in].
        This group was chosen because [to be filled in].
        Not included are [to be filled in].
        Those who qualify can turn to [to be filled in].
        see the timetable | give the timetable
        The timetable of {t} is [to be filled in].
        The next date is [to be filled in].
        Changes will be announced by [to be filled in].
        The present stage is [to be filled in].
        see the figures | give the figures
        The figures for {t} are [to be filled in: figures and source].
        They were counted by [to be filled in: method and date].
        Against the period before, the change is [to be filled in].
        The figures were checked by [to be filled in].
        see the partners | name the partners
        Taking part in {t} are [to be filled in].
        Tasks are shared as follows: [to be filled in].
        The terms of cooperation are [to be filled in].
        The lead lies with [to be filled in].
        see the terms | give the terms
        The terms on which {t} is available are [to be filled in].
        The price is [to be filled in].
        The steps to take are [to be filled in].
        Questions are answered by [to be filled in].
        see the reactions | collect reactions
        Reactions to {t} came from [to be filled in].
        Critics point to [to be filled in].
        The answer to them was [to be filled in].
        More opinions are being gathered by [to be filled in].
        """
    )
}

/// What English news says of any part of its subject.
enum EnglishNewsFrames {
    static let patterns = Template.lines(
        """
        On {p}, the material provided says [to be filled in].
        Details of {p} can be found in [to be filled in: source].
        Asked about {p}, the organisers replied [to be filled in].
        At the time of writing, {p} stood at [to be filled in].
        {p} and {g} are set out in the same document.
        What has not been published about {p} is [to be filled in].
        {p} will be explained further on [to be filled in: date].
        The source for {p} is [to be filled in].
        Pictures and documents on {p} are available from [to be filled in].
        {p} and {g} were presented together by [to be filled in].
        What links {p} to {g} is [to be filled in].
        For {w}, {p} means [to be filled in].
        After {g}, the statement turns to {p} [to be filled in].
        {w} asked about {p} and {g}, and were told [to be filled in].
        Both {p} and {g} will be reviewed on [to be filled in: date].
        In {o}, {p} is described as [to be filled in].
        {p} can be followed by {m}, which is [to be filled in].
        Before {p} was settled, {g} had been [to be filled in].
        Responsible for {p} towards {w} is [to be filled in].
        {w} can send their views on {p} to [to be filled in].
        """
    )
    static let keyword = Template.lines(
        """
        On {k}, the facts about {t} are [to be filled in].
        {k} is part of {t}, and the details are [to be filled in].
        As for {k}, the statement reads [to be filled in].
        Compared with before, {k} has changed as follows: [to be filled in].
        {k} was presented by [to be filled in].
        """
    )
}
