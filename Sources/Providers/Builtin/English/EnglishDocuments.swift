/// The English forms of documents: notices and what answers them, papers, plans and reports.
extension EnglishForms {
    static let official = FormSpec(
        .decimal,
        """
        ## @ weight=0.8 fill=formal keys=keyword
        = To: [to be filled in: addressees]
        This notice sets out what has been arranged for {t}.
        {t} affects daily operations, and everyone concerned is asked to give it proper attention.
        ## Purpose @ weight=0.8 least=700 fill=formal
        The purpose is to {a} in a way that is clear, fair and easy to check.
        ## Tasks @ weight=2 upto=8 layout=numbered extras=here
        * **{p}**: {h}.
        * **{p}**: carried out by [to be filled in], and measured by {m}.
        ## {k} @ each=keyword per=2600 least=2000 own=w weight=0.7 fill=formal
        ## Requirements @ closes=yes weight=1 layout=numbered
        One person is named as the contact for {t} in every unit.
        Dates and duties are stated in writing.
        Problems are reported early and with a proposal.
        A short account of {t} is sent to [to be filled in] by [to be filled in: date].
        ## @ weight=0
        + [to be filled in: issuing body]
        + [to be filled in: date]
        """
    )

    static let request = FormSpec(
        .decimal,
        """
        ## @ weight=0.8 keys=keyword
        = To: [to be filled in: addressee]
        We ask for your approval of {t}.
        The occasion is [to be filled in: reason and date].
        ## Reasons @ weight=1.4 fill=formal
        At present we manage with [to be filled in: people, rooms, equipment], which is no longer enough.
        Without {t}, the following would suffer: [to be filled in].
        ## What we propose @ weight=1.6 layout=numbered upto=8 extras=here
        * **{p}**: {h}.
        * **{p}**: carried out by [to be filled in], and checked by {m}.
        ## {k} @ each=keyword per=2600 least=2000 own=w weight=0.7 fill=formal
        ## {p} @ each=point per=1600 most=8 least=2400 own=wh fill=formal
        ## What we ask for @ weight=0.8 layout=numbered closes=yes
        Approval of {t} from [to be filled in: date].
        Funds of [to be filled in: amount and how it was reckoned].
        A contact in your office who answers questions.
        ## @ weight=0 closes=yes
        + We would be grateful for your decision.
        + [to be filled in: name and office]
        + [to be filled in: date]
        """
    )

    static let minutes = FormSpec(
        .decimal,
        """
        ## @ weight=0.5
        = Date and place: [to be filled in]
        = Chair, present, excused, minutes: [to be filled in]
        ## Discussion @ weight=1.2 keys=keyword fill=formal
        The meeting dealt with {t}.
        The state of affairs was reported by [to be filled in: name].
        Questions were raised about {p} and {g}.
        ## Decisions @ weight=1.8 layout=numbered upto=9 extras=here
        * **{p}**: agreed to {h}; responsible: [to be filled in].
        * **{p}**: postponed until {m} is known; due: [to be filled in: date].
        * **{p}**: agreed without objection; responsible: [to be filled in].
        ## {p} @ each=point per=1600 most=8 least=2400 own=wh fill=formal
        ## Next steps @ weight=0.7 closes=yes layout=list
        - The minutes are sent to everyone present by [to be filled in: date].
        - Open points on {t} are taken up again at the next meeting.
        - Next meeting: [to be filled in: date and place].
        """
    )

    static let account = FormSpec(
        .decimal,
        """
        ## @ weight=0.7 keys=keyword
        = To: [to be filled in: addressee]
        This is our report on {t}, for the period [to be filled in].
        ## What was done @ weight=1.8 layout=numbered upto=9
        * **{p}**: the aim was to {h}; the result is [to be filled in].
        * **{p}**: measured by {m}, which is [to be filled in].
        ## {p} @ each=point per=1600 most=8 least=2400 own=wh fill=formal
        ## Difficulties @ weight=1 fill=formal extras=here
        The main difficulty with {t} was [to be filled in].
        ## What comes next @ weight=0.8 layout=numbered closes=yes upto=5
        * {p} is taken up next; responsible: [to be filled in].
        * For {p}, the date is [to be filled in].
        ## @ weight=0 closes=yes
        + [to be filled in: name and office]
        + [to be filled in: date]
        """
    )

    static let paper = FormSpec(
        .decimal,
        """
        ## Abstract @ weight=0.7 number=no
        {t} is a subject of both theoretical and practical interest, yet its terms are used loosely.
        This paper proposes a framework built on {p} and {g}.
        It argues that conditions, process and outcome should be considered together, and leaves the test to later data.
        ## @ weight=0
        + **Keywords**: {K}
        ## Introduction @ weight=1 keys=keyword fill=academic
        {t} has attracted growing attention [to be filled in: sources].
        The question asked here is which elements make up {t} and how they act on each other.
        The argument moves from concepts to a framework, then to discussion and limits.
        ## Related work @ weight=0.9 least=1600 fill=academic
        Existing work may be grouped into definitions, influences and applications [to be filled in: sources].
        Definitions differ mainly in where they draw the boundary of {t} [to be filled in: sources].
        ## Framework @ weight=1 least=1000 fill=academic
        {t} is divided into several dimensions, of which {p} and {g} are central.
        Sample, period and instruments are [to be filled in: design].
        ## {k} @ each=keyword per=3600 least=3000 own=wt fill=academic
        ## Dimensions @ weight=0.2 least=1400
        = The dimensions of {t} are taken up one by one; the division follows [to be filled in: criterion].
        ### {p} @ each=point per=900 least=1400 own=wt fill=academic
        ## Discussion @ closes=yes weight=0.8 least=2000 extras=here fill=academic
        Taken together, the dimensions suggest that {t} has no single cause.
        ## Conclusion @ closes=yes weight=0.7
        The framework offered for {t} is a first step that awaits evidence.
        Later work may widen the sample and observe {t} for longer.
        Until then, what is said here should guide questions rather than decisions.
        ## References @ weight=0 number=no
        = - [to be filled in: sources that define {t}]
        = - [to be filled in: empirical studies]
        """
    )

    static let plan = FormSpec(
        .decimal,
        """
        ## Executive summary @ weight=1 keys=keyword fill=formal
        {t} serves {w} by making {p} simple.
        Key figures and the amount sought are [to be filled in].
        ## Problem and opportunity @ weight=1 least=600 fill=formal from=scene
        Customers get by today with [to be filled in: findings of interviews].
        ## Product @ weight=1.2 fill=formal
        The heart of {t} is {p}: {h}.
        ### {k} @ each=keyword per=4000 least=3000 own=w weight=0.7 fill=formal
        ## Market @ weight=0.8 least=900 fill=formal
        From above: people in the target group × share within reach × yearly spending [to be filled in: data].
        From below: customers a channel brings each month × price × channels.
        ## Competition @ weight=0.4 least=1500 layout=rows upto=6
        = | Dimension | {T} | Competitor [to be filled in] |
        = |---|---|---|
        * | {p} | {h} | [to be filled in] |
        ## Business model @ weight=0.9 least=800 fill=formal
        Watch three numbers: cost of winning a customer, margin per customer, months to pay back.
        ## Milestones @ weight=0.1 least=1600 layout=rows
        = | Stage | Goal | Check |
        = |---|---|---|
        = | Months 1–3 | Confirm the need | {m} |
        = | Months 4–12 | Repeat purchases | {m} |
        ## What it takes @ weight=0.2 least=3000
        = What follows decides whether {t} lasts; each part says what to do, where it goes wrong and how to tell.
        ### {p} @ each=point per=1400 least=3000 own=whts fill=formal
        ## Team and finances @ weight=0.6 least=1200 fill=formal
        Names, roles and three-year figures are [to be filled in].
        ## Risks @ closes=yes weight=0.7 layout=list extras=here
        - **Demand**: kind words without payment. Ask for a small deposit.
        - **Delivered**: {p} may slip. Check {m} every two weeks.
        - **Cash**: money may come late. Keep six months in reserve.
        """
    )

    static let report = FormSpec(
        .decimal,
        """
        ## Summary @ weight=0.8 keys=keyword fill=formal
        In this period, {t} stood as follows: [to be filled in: conclusion in one sentence].
        The main result concerns {p}; the main concern is {g}.
        ## Results @ weight=1.8 layout=list
        * - **{p}**: the aim was to {h}; measured by {m}, the result is [to be filled in].
        * - **{p}**: led by [to be filled in], now a routine that others can repeat.
        ## Figures @ weight=0.3 least=1200 layout=rows
        = | Measure | Target | Actual | Note |
        = |---|---|---|---|
        | {m} | [to be filled in] | [to be filled in] | same basis as last period |
        | {m} | [to be filled in] | [to be filled in] | reflects {p} |
        ## {k} @ each=keyword per=2600 least=1800 own=w weight=0.7 fill=formal
        ## Problems and causes @ weight=1 extras=here fill=formal
        Measured against the goals of {t}, one weakness stands out: {x}.
        ## Next steps @ closes=yes weight=0.8 layout=rows
        = | Item | Action | Date |
        = |---|---|---|
        * | {p} | {h} | [to be filled in] |
        ## Support needed @ weight=0.4 least=1200 fill=formal
        {t} would gain from support in time, people and information: [to be filled in].
        """
    )
}
