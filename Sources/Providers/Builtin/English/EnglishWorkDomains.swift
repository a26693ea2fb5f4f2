/// English material about money, software, learning, publishing, and founding a business.
extension Domain {
    static let englishMoney = Domain(
        "english money",
        verb: "manage",
        """
        people people with a first salary|couples with a mortgage|freelancers|parents|people close to retirement
        metrics the share of income saved|the months covered by reserves|the interest paid in a year|the purchases regretted
        things a plain spreadsheet|a second account|a list of contracts|a calendar of due dates
        scene Five days after payday the balance asks where it all went.
        scene A friend calls it safe, and nowhere in the chat does the word risk appear.
        scene The car breaks down in the one month without a reserve.
        wrong saving what is left -> move the savings on payday
        wrong following a tip -> stay out of what you cannot explain
        wrong paying one debt with another -> list them all and stop adding
        do a clear picture | write down one month of spending
        No plan survives without knowing where the money goes.
        Note only amount and kind, then mark the three largest and the three least worth it.
        A diary to the penny ends in week two.
        You can name your fixed costs without looking.
        do saving first | set up a transfer for payday
        What is left at the end of the month is usually nothing.
        Start with a tenth, and raise it when the salary rises.
        A rate that is too high comes back before the month is over.
        Nobody has touched it for a quarter of a year.
        do an emergency reserve | keep a few months of expenses within reach
        Most misfortunes are small, and only unprepared ones grow.
        Count the necessary costs, save one month of them, then three.
        A reserve in risky places is missing exactly when it is needed.
        A sudden bill no longer costs you sleep.
        do an order of debts | pay the dearest debt first
        Scattered debts look small.
        List sum, rate and date; pay minimums on all and the rest on the highest rate.
        The minimum alone turns interest into rent.
        The total falls every month.
        do matching time and risk | part your money by when you need it
        Next month's rent and next decade's pension do not belong together.
        Keep short money safe and let only long money move up and down.
        Checking daily turns an investor into a nervous trader.
        A fall in prices changes nothing in your plans.
        do a yearly review | look at everything once a year
        Income, family and prices change, and contracts do not notice.
        One afternoon: what we own, what we owe, what is insured, what is coming.
        Blame ends the meeting, so stay with figures.
        Everyone knows what next year is for.
        """
    )

    static let englishSoftware = Domain(
        "english software",
        verb: "get started with",
        """
        people beginners|developers from other languages|small teams|students|people who only need one tool
        metrics the time from idea to a running program|the number of failing tests|the lines deleted|the questions asked before giving up
        things a small project of your own|the official documentation|a test suite|version control|a pair of patient eyes
        scene The tutorial is finished, and the empty file looks emptier than before.
        scene The error message has four lines, and the answer was in the first.
        scene Two hours of searching end at a missing comma.
        wrong reading three books first -> build something tiny on the first day
        wrong copying code you cannot explain -> type it, change it, break it, mend it
        wrong fixing by guessing -> read the message and make one change
        do a tiny project | build one small thing that you would use
        Knowledge sticks to a purpose.
        Choose something of an afternoon: a list, a converter, a reminder.
        A grand design dies in its folder structure.
        You show it to somebody on the third day.
        do reading errors | read the whole message before changing anything
        Machines are rude and precise.
        Find the file and the line, say aloud what was expected, then test one idea.
        Changing three things at once hides the cure.
        You can explain the bug in one sentence afterwards.
        do a small step with a test | make the next step so small that you can check it
        Fast feedback is worth more than talent.
        Write down what should happen, run it, commit, go on.
        A day without running the program stores up a week of surprises.
        You are no longer afraid to change old code.
        do the official documentation | look it up at the source first
        Posts grow old, and the source is kept up to date.
        Read the overview once, then keep the reference open beside you.
        The first answer of a search is often three versions behind.
        You know on which page a thing must stand.
        do clear naming | name things for the next reader
        Code is read far more often than it is written.
        Say what it is and in which unit, and rename as soon as you understand more.
        Clever abbreviations are riddles with a delay.
        A colleague finds the place without asking.
        do help from others | ask with an example that runs
        A good question is half of the answer.
        Shorten the case until nothing can be left out, say what you expected and what you saw.
        It does not work is not a report.
        Quite often you find it while writing the question.
        """
    )

    static let englishStudy = Domain(
        "english study",
        verb: "learn",
        """
        people students before an exam|adult learners|language learners|parents who help|teachers
        metrics the answers recalled without looking|the days in a row|the mistakes that come back|the minutes without a phone
        things flash cards|a notebook for mistakes|past papers|a timer|a study partner
        scene Page forty is yellow from top to bottom, and none of it can be recalled.
        scene The phone lies face down, and the hand still reaches for it.
        scene At the board, the thing that was clear last night is gone.
        wrong reading again and again -> close the book and try to recall
        wrong one long night -> several short sessions with days between
        wrong collecting material -> finish one book
        do active recall | close the book and write what you remember
        Recognising a page is not knowing it.
        Ask yourself three questions after every section, answer from memory, then check.
        Underlining feels like work and leaves little behind.
        The blank sheet fills up faster each time.
        do spaced review | come back after a day, a week and a month
        Forgetting a little makes the next recall stronger.
        Put dates on the cards and review only what is due.
        Everything in one night is gone by the weekend.
        Old chapters need five minutes instead of fifty.
        do a record of mistakes | write one line on why each answer was wrong
        The same three mistakes cost most of the points.
        Note the reason, not only the solution, and do it again after a week.
        Copying the right answer in beautiful ink changes nothing.
        The list gets shorter at the front.
        do explaining aloud | teach it to somebody in your own words
        Where you stumble is where you do not know.
        Use an example, avoid the terms, and let the listener ask.
        A lecture to a nodding friend proves little.
        The other one can do the next task.
        do a place without distraction | put the phone into another room
        Attention comes back slowly after each look.
        Work for twenty-five minutes, rest for five, and clear the table in between.
        Music with words competes for the same place.
        You look up and half an hour has gone.
        do real use | use what you learned the same day
        Knowledge that does something stays.
        Order in the language, measure the room, write the letter.
        Waiting until you are good means waiting for ever.
        Somebody understood you, and you will not forget it.
        """
    )

    static let englishMedia = Domain(
        "english media",
        verb: "improve",
        """
        people new creators|small shop owners|part-time bloggers|marketing teams of one|teachers who publish
        metrics the share that reads to the end|the replies with a question|the saves and shares|the hours for one piece
        things a list of questions from readers|a content calendar|a simple microphone|a page of drafts
        scene The piece that took a week was read by forty, and the quick one travelled.
        scene The cursor blinks at a list of twenty ideas, none of which wants to be written.
        scene The first comment asks about the very step that was skipped.
        wrong chasing every trend -> write for one kind of reader for three months
        wrong a loud headline over a thin text -> write the conclusion first, then the headline
        wrong posting and leaving -> look at one figure the next day and change one thing
        do one reader | say for whom it is and what it changes
        What is for everyone is remembered by no one.
        Write one sentence: for whom, when, and what they can do afterwards.
        Changing direction every month loses the few who had found you.
        A stranger can tell what you stand for after three pieces.
        do a real question | take subjects from what people ask
        Good ideas are heard more often than invented.
        Collect the exact words from comments, mails and conversations, and answer one at a time.
        In an empty room one mostly finds oneself.
        Somebody says that this is exactly what they needed.
        do a strong opening | give the reason to go on in the first two lines
        Leaving takes a second.
        Begin with the result, the conflict or a scene, and move the introduction back.
        Suspense that lasts too long is only delay.
        With the headline covered it still draws you in.
        do concrete detail | replace adjectives by examples, numbers and steps
        Very good helps nobody to decide.
        Say when, how much, how long, and name one weakness.
        Praise alone wears trust thin.
        A reader writes that it worked.
        do a steady rhythm | publish as often as you can keep up
        Habits grow on both sides.
        Plan a month with one spare piece, and keep the same day.
        Three a day and then silence is the worst of all rhythms.
        Somebody asks where it is when you are late.
        do one change at a time | let one figure decide the next experiment
        Figures are readers voting with their feet.
        Few opens: the headline; few finishes: the opening; few saves: nothing to take away.
        Repeating a lucky hit ten times wears it out.
        The same figure improves four times in a row.
        """
    )

    static let englishVenture = Domain(
        "english venture",
        verb: "run",
        """
        people the first customers|customers who come back|local partners|people who manage without it today|referring customers
        metrics the share that buys again|the cost of winning a customer|the margin per customer|the months that cash lasts|the referrals
        things notes of interviews|a price list in three steps|a cash table|a waiting list|a simple order form
        scene The third customer had paid and stayed: could you help me with one more thing?
        scene The opening was crowded, and a week later there was rain and one regular.
        scene Two founders reckoned with the same table and were a year apart.
        wrong building everything first -> find ten people who pay a deposit
        wrong guessing at a price -> test three prices in a small group
        wrong growing as soon as money arrives -> copy only what already works
        do a first circle of customers | serve ten customers by hand before building more
        The first customers decide what the product becomes.
        Interview each, deliver in person, and write down their own words.
        Friends who want to be kind are poor witnesses.
        Somebody asks when the next delivery is.
        do a smallest offer | sell the one step that solves the problem
        Every unused feature was a guess.
        Do the rest by hand, and launch within weeks.
        A large first version makes it painful to change course.
        People pay although it is plain.
        do a sound calculation | reckon what one customer brings and costs
        A loss per sale grows with success.
        List acquisition, delivery and service, set them against price and repeat purchases, and update monthly.
        Unpaid hours of the founders make the figures lie.
        The margin stays positive without discounts.
        do a second purchase | give a reason to come back
        New customers bring noise, old ones bring profit.
        Agree on the next date at the end of the first.
        Loyalty bought by discounts ends with them.
        The interval between orders becomes steady.
        do word of mouth | ask at the happiest moment
        Trust that is passed on costs less than advertising.
        Offer something easy to share, and thank people by name.
        Rewards attract those who want rewards.
        New customers know who sent them.
        do reliable delivery | write the service down on one page
        Being dependable beats being brilliant now and then.
        Note steps, times and who decides, and let a newcomer try it.
        A business that hangs on one person stops with that person.
        Nobody notices who was on duty.
        do cash in hand | keep half a year of costs
        Most ventures end while the chance is still on its way.
        Plan by payment dates, and fix the line at which spending stops.
        Profit on paper pays no wages.
        You can say at any time how long the money lasts.
        do a partner channel | win two partners who already have your customers
        It is easier to stand where people are than to call them over.
        Agree on share, material and settlement, and try for two months.
        A long list of partners that nobody looks after is only a list.
        One channel pays for itself, and then comes the third.
        do a check of permits | check licences and insurance before opening
        Putting it right later always costs more.
        List what the trade requires, who issues it and how long it takes [to be filled in].
        Being small is no exemption.
        An inspection takes ten minutes.
        """
    )
}
