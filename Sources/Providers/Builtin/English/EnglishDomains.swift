extension Domain {
    static let englishHow = Domain(
        "english how",
        verb: "make progress with",
        """
        people beginners|busy people|anyone who has tried before and stopped|team leads|self-taught learners|careful planners
        metrics the time spent on practice|the number of small goals finished|the number of days in a row|the count of repeated mistakes|the share done without help
        things a plain notebook|a one-page checklist|a calendar|a timer|a patient friend
        scene The tabs are open, the notes are neat, and the actual work has not begun.
        scene Somebody asks how it is going, and the honest answer is a shrug.
        scene The plan looked perfect on Sunday evening and was forgotten by Wednesday.
        scene Two people start on the same day, and a month later only one of them is still at it.
        wrong waiting for the perfect plan -> make a rough first version and improve it in public
        wrong copying somebody else's whole routine -> borrow one habit and see whether it fits
        wrong changing five things at once -> change one thing and watch what happens
        wrong trusting memory alone -> write one line after every session
        wrong giving up after a missed day -> restart with the smallest step
        do a clear goal | write down in one sentence what done looks like
        Without a clear finish line, effort spreads out and motivation leaks away.
        Name the result, the date and the person who will judge it, and keep the sentence where you can see it.
        Goals that are too large hide every bit of daily progress.
        You know it works when the sentence helps you say no to something.
        do an honest starting point | take stock of what you already have
        A route is useless until you know where you stand.
        Spend twenty minutes listing what you know, what you lack and what worries you most.
        Most people overrate their start and then blame themselves for being slow.
        Once the biggest gap has a name, the next step becomes obvious.
        do a list of small steps | cut the work into steps you can finish in one sitting
        Big tasks are put off because nobody can see the first move.
        Write five to seven steps, each beginning with a verb, and do only the first one today.
        Steps of very different size will stall at the largest, so cut that one again.
        Momentum shows itself when you start without having to persuade yourself.
        do a rough first version | build something simple from end to end
        A first version reveals the questions that no plan can predict.
        Set a time limit, accept the rough edges and show the result to one person.
        Endless preparation is the most respectable form of delay.
        The talk moves from whether to begin to what to improve, and that is real progress.
        do a fixed rhythm | give the work a regular place in the week
        What gets a slot in the calendar survives a bad mood.
        Pick a time that is rarely disturbed, lay out the materials beforehand and protect it.
        Relying on inspiration means that the schedule belongs to your moods.
        After a few weeks, skipping a session feels stranger than doing it.
        do early feedback | ask for honest feedback sooner than feels comfortable
        Nobody can see their own blind spots.
        Ask one expert and one newcomer the same question: where did you get lost?
        Friends who only cheer are pleasant and not very useful.
        Comments grow more specific as the work grows better.
        do a short record | keep a record of one line a day
        Progress is hard to feel and easy to read.
        Note what you did, how long it took and the one thing to change next time.
        A diary that takes half an hour will not last a week.
        Reading last month's lines should make you smile a little.
        do a firm choice | decide what you will not do
        Time is limited, so every yes is also a quiet no.
        Rank the tasks by what they change, and put the last third aside without regret.
        Keeping everything means finishing nothing.
        A shorter list with better results is the sign of a good choice.
        """
    )

    static let englishInsight = Domain(
        "english insight",
        verb: "understand",
        """
        people newcomers|long-time observers|curious children|skeptics|people who live with it every day
        metrics how often it comes up|the place where it happens|the change before and after|the number of exceptions
        things a field notebook|an old photograph|a short recording|a simple table
        scene Somebody mentions it over dinner, and suddenly everyone has a story.
        scene A child asks the obvious question, and no adult at the table can answer it.
        scene The same word makes one person smile and another look away.
        wrong looking for a single cause -> line up several causes and see which one acts first
        wrong treating one example as a rule -> collect a few more and note the odd one out
        wrong starting with a definition -> start with something you have seen yourself
        wrong repeating what everyone says -> write the one sentence only you could write
        see the first impression | begin with what you notice first
        The first picture that comes to mind is often the most honest one.
        Write it down before explaining it: where, who, what light, what sound.
        First impressions open the door, but they are not the house.
        If the picture still feels true a week later, it was worth keeping.
        see the need behind it | ask what need it answers
        Most lasting things exist because they once solved somebody's problem.
        List what it gives: safety, ease, company, pleasure, or simply a place in the day.
        Outsiders tend to guess from their own needs and miss the point.
        Meet the same need in another way, and you will see whether the habit fades.
        see the setting | look at where and when it happens
        The same thing in another setting may not happen at all.
        Note the time, the place and what came just before.
        Watching only the main actor leaves half of the stage in the dark.
        Change one detail of the setting and the answer often shows itself.
        see the change over time | follow it through time
        Nothing arrives finished, and the way it changed explains how it looks now.
        Draw a line with a beginning, a turn and the present, and write one event at each.
        Judging the past by the present is quick and rarely fair.
        Once the direction is visible, the future is a little less surprising.
        see the human side | listen to the people involved
        The same event weighs differently on different shoulders.
        Ask three people the same question and keep their own words.
        Asking only those who agree with you returns an echo.
        You have listened well if your own view has moved a little.
        see the balance of gain and cost | look at what it gives and what it costs
        What people love about it is often what makes it difficult.
        Put benefits and costs on two halves of a page and draw a line between them.
        Seeing one side makes an opinion, seeing two makes a judgement.
        Praise that admits a weakness is easier to believe.
        see the open question | keep one question open
        A good subject does not hurry to its conclusion.
        Write down the thing you still cannot explain and leave it in sight.
        Neat endings have a way of covering the best question.
        When the question changes shape, the thinking has moved on.
        """
    )

    static let englishWork = Domain(
        "english work",
        verb: "take care of",
        """
        people colleagues in other teams|project members|customers|new staff|managers
        metrics the share delivered on time|the number of open issues|the average waiting time|the satisfaction of customers|the amount of rework
        things a shared task board|a one-page guide|a list of open issues|a monthly table|meeting notes
        scene Three teams work on the same thing, and one part of it belongs to none of them.
        scene The meeting ends on time, and nobody can say who does what next.
        scene The report is finished at midnight, and the figures still do not agree.
        wrong starting before the request is clear -> repeat the goal in your own words first
        wrong keeping information in private messages -> put it on one shared list
        wrong reporting problems at the end -> raise them at the first checkpoint
        wrong measuring everything -> keep the three figures that lead to decisions
        do a measurable goal | state what done looks like, by when and for whom
        A slogan leaves everyone to their own interpretation.
        Write one sentence for each goal with a date, a figure and a judge.
        Too many targets send people after the easy ones.
        Anyone involved can tell what the next milestone is.
        do a named owner | give every task a single name
        Shared responsibility often means that nobody acts.
        Put one name beside each task, and list who supports it and when.
        Duty without authority turns an owner into a messenger.
        Every question about progress finds an answer within minutes.
        do a clear process | draw the steps and remove the idle ones
        Delay tends to live between the steps, not inside them.
        Follow one real case from start to end and note every wait.
        Rules written without walking the process only grow longer.
        A newcomer can finish a case with the drawing alone.
        do a short weekly review | review progress once a week in fixed time
        A problem found a week early is a small correction.
        Each person says what is done, what is stuck and what is needed.
        Long speeches leave no time for the real difficulty.
        Issues are claimed the first time they are mentioned.
        do an open issue list | record problems and close them one by one
        What is not written down comes back as a surprise.
        Note the issue, its cause, the action, the owner and the date.
        A list that nobody updates is only decoration.
        Old entries disappear and new ones arrive early.
        do honest feedback | let those who speak up hear the outcome
        People stop talking when nothing follows.
        Confirm, explain the plan, and report back when it is done.
        A standard reply to everything is worse than silence.
        Complaints slowly turn into suggestions.
        do an early warning | name the likely risks before they happen
        The earlier a risk is named, the more choices remain.
        List the three most likely failures with a trigger and a response.
        Good news only makes small problems grow.
        When something goes wrong, people already know the first step.
        do a shared record | turn experience into a page that others can use
        Knowledge in one head leaves with its owner.
        Close each project with one page on what worked and what did not.
        A manual of fifty pages will not be read.
        The next team starts where the last one stopped.
        """
    )
}
