/// English sentence patterns.
enum EnglishFrames {
    static let practice = Template.lines(
        """
        When it comes to {t}, {p} is usually left for last, although it belongs near the front.
        To bring {p} into {t}, {h} and see what happens.
        For {w}, {p} has one great advantage: it can begin today.
        If you remember one line of this section, let it be this: {h}.
        Use {m} as a yardstick, once before you begin and once some time later.
        There is no need for special equipment here, and {o} will do.
        Some worry that {p} is slow, yet it is quicker than starting over.
        You do not have to wait for the right moment to {a}; begin with {p}.
        Whoever found {p} useless has usually left out one step of it.
        {p} and {g} work well together, and each makes the other easier.
        First {p}, then {g}: in {t}, the order matters.
        Even a little of {p} is better than none.
        The easier {p} is made, the more often it happens.
        Care about {p} first, and about the rest later.
        Ask somebody to look over your shoulder, because {p} is full of small blind spots.
        Watch {m}, and {t} stops being a wish.
        If {p} does not suit you, begin with {g} and come back later.
        Get {p} right, and several later problems with {t} will not appear at all.
        Decide beforehand when {p} is good enough, and stop there.
        Write down the failed attempt too, since it says most about how to change {p}.
        What {t} costs in time and nerves can often be won back through {p}.
        Seen by {w}, {p} saves hesitation even more than time.
        Keep {o} within reach when it comes to {p}.
        Change one detail of {p} at a time, and you will know which one mattered.
        When progress stalls, return to {p} and look again.
        With others involved, agree on who looks after {p}.
        """
    )

    static let insight = Template.lines(
        """
        It is hard to speak about {t} without coming to {p}.
        Seen through {p}, {t} becomes less of a slogan.
        {w} tend to notice the result, while {p} shows how it came about.
        It helps to {h} before judging anything.
        {p} does not explain everything about {t}, but it explains what comes first.
        Put {p} beside {g}, and the outline becomes clearer.
        Those who know {t} best are often the first to overlook {p}.
        Keep {o} at hand, because {p} shows itself in passing.
        Many misunderstandings about {t} come from taking {p} for the whole.
        Explaining {t} to {w} is easiest when you begin with {p}.
        Looking at {m} makes {p} something you can compare.
        Some would disagree about {p}, which is a good reason to go on talking.
        Come back to {p} after a few days, and it will look slightly different.
        {g} points far away, and {p} points close by.
        What stays in the mind about {t} is often as small as {p}.
        There is no right answer here, only {p} as a place to stand.
        To {a}, look at {p} once with your own eyes.
        A little patience with {t} goes a long way, and {p} rewards it.
        """
    )

    static let formal = Template.lines(
        """
        {p} is a basic part of {t} and should be scheduled first.
        The approach to {p} is simple: {h}.
        Progress on {p} will be judged by {m}, reviewed once a month.
        Responsibility for {p} rests with [to be filled in: name or role].
        {p} and {g} are planned together, so that neither waits for the other.
        Weak points in {p} are listed, each with an action and a date.
        The views of {w} should be heard before {p} is settled.
        A shared record of {p} is kept in {o}.
        The common failure of {x} is avoided by a simple rule: {y}.
        What works in {p} will be written down so that others can repeat it.
        {p} is reviewed at the regular meeting, together with the next step.
        Time and people for {p} are reserved in advance.
        After completion, {p} is checked once more against {m}.
        Guidance on {p} is offered to {w} where it is needed.
        Deviations in {p} are reported early rather than explained late.
        At present, {p} leaves room for improvement, mainly in consistency.
        {t} concerns several parties, and {p} needs their agreement.
        {p} begins with what is easy and visible, then extends.
        Both the amount and the quality of {p} count, and the latter shows in {m}.
        {p} should fit into existing routines of {t} instead of adding a new layer.
        The relation between {p} and {g} deserves separate attention.
        Findings on {p} remain open until figures are available [to be filled in: data].
        """
    )

    /// Papers; nothing here claims a finding.
    static let academic = Template.lines(
        """
        Seen from the side of {p}, {t} first requires a clear boundary.
        How {p} bears on {t}, and in which direction, remains to be tested.
        Earlier discussion has dealt with outcomes rather than with {p} [to be filled in: sources].
        {p} can be made observable by indicators such as {m}.
        In this framework, {p} and {g} belong to different levels and should not be confused.
        The reach of {p} as an explanation is limited by circumstances.
        If the assumption about {p} holds, a corresponding change should appear in {m} [to be filled in: data].
        An opposing account starts from {g}, and a comparison can tell the two apart.
        On the side of theory, {p} provides a link that the discussion of {t} has lacked.
        On the side of practice, {p} warns against {x} and suggests a rule: {y}.
        The treatment of {p} in this section is theoretical, and its empirical test is left to later work.
        Evidence on {p} may be drawn from {o}, each with its own limits.
        What {w} report about {p} has to be established by interviews [to be filled in: material].
        Placed in time, {p} shows phases that a single observation would miss.
        {p} is not an isolated factor and tends to act together with {g}.
        At least two readings of {p} are possible, and they apply under different conditions.
        To avoid circular reasoning, {p} must be judged independently of the outcome.
        With {p}, the analysis of {t} moves from description to explanation.
        A proposition follows for testing: the clearer {p} is, the more stable the pattern of {t}.
        The material at hand does not settle {p}, and conclusions should be cautious.
        One side of {p} shows in {m}, which cannot replace an overall judgement.
        Without {p}, the account of {t} would remain on the surface.
        The relation between {p} and {g} deserves a study of its own.
        Later work on {p} could widen the sample and lengthen the period of observation.
        """
    )

    static let keyword = Template.lines(
        """
        In {t}, {k} is not an ornament but part of the frame.
        People ask about {k} first, and rightly so, because it shapes {t}.
        Say in one sentence what {k} means here, and the talk about {t} stays on track.
        {k} may sound large, yet within {t} it comes down to small daily acts.
        Without {k}, {t} is hard to explain to anyone.
        Give {k} a fixed place in {t} instead of waiting for spare time.
        Understand {k}, and the order of things in {t} becomes clear.
        Whoever asks about {k} is asking about one corner of {t}.
        {k} gains its weight from {t}, and {t} gains its shape from {k}.
        It is worth writing down what {k} should look like when it is done well.
        Other people's {k} can be a model, but not a measure.
        Ask {w} about {k}, and the answers will differ more than expected.
        """
    )

    /// Several keywords at once, `{z}`.
    static let keywords = Template.lines(
        """
        {t} also has to do with {z}.
        There is more to mention, namely {z}.
        Not to be forgotten are {z}.
        """
    )

    static let keywordRows = Template.lines(
        """
        | § | Titles over an empty street | People say a lot about {k}; try it once. | {k} | ¤ s |
        | § | Close-up, hands at work | This is what {k} looks like from near. | {k} | ¤ s |
        | § | Wide shot, daylight | Without {k} there is not much left of {t}. | {k} | ¤ s |
        | § | Over the shoulder | Watch how {k} is done, slowly. | {k} | ¤ s |
        """
    )
    static let keywordRowsJoined = Template.lines(
        """
        | § | Three quick cuts | Next come {z}. | And more | ¤ s |
        """
    )
    static let keywordItems = Template.lines(
        """
        - {k}: used in practice for {t} [to be filled in: example].
        - {k}: the latest result is [to be filled in].
        - {k}: learned on the job and passed on to {w}.
        - {k}: can be shown by a sample of work [to be filled in].
        """
    )
    static let keywordItemsJoined = Template.lines(
        """
        - Also familiar with {z}.
        """
    )

    static let hooks = Template.lines(
        """
        Many people want to {a}, and most of them get stuck at the same spot.
        {t} sounds like a large subject, but it is made of small things.
        There is plenty of advice about {t}; what is missing is the first small step.
        Everyone has a picture of {t}, and no two pictures are alike.
        What would change if this came a little easier: {t}?
        """
    )

    static let bridge = Template.lines(
        """
        The following pages look at {p}, {g} and a few things in between.
        No grand theory here, only a few angles that can be used today.
        Take what fits and leave the rest.
        """
    )

    static let close = Template.lines(
        """
        In the end, {t} rewards small steps that are repeated.
        {t} deserves time, and even more it deserves the right kind of time.
        Perhaps the answer to {t} lies in something as modest as {p}.
        """
    )

    static let call = Template.lines(
        """
        Try {p} today, and look back in a week.
        What is the hardest part of {t} for you? Tell us in the comments.
        Pass this on to somebody who thinks about {t} as well.
        """
    )

    static let questions = Template.lines(
        """
        **Where should I begin with {t}?** Begin with {p}, because it needs the least preparation.
        **What if there is no time?** Shrink {p} to ten minutes and keep it alive.
        **How long does {p} take to work?** Give it two or three weeks, then look at {m}.
        **Should I do {p} or {g} first?** Take the one you lack more; if in doubt, {p}.
        **Is {p} suitable for {w}?** Yes, if the bar is set low at first.
        **What do I need for {p}?** {o} is enough to begin with.
        """
    )

    static let shorts = Template.lines(
        """
        Start small.
        Keep it simple.
        One step is enough.
        Try it once.
        Then look again.
        Slow is fine.
        Write it down.
        Mind {g} as well.
        {p} comes first.
        {t} takes time.
        Details matter.
        It is worth a try.
        """
    )
}
