/// What is drunk, and what is for sale.
extension Domain {
    static let englishDrinks = Domain(
        "english drinks",
        verb: "make the most of",
        """
        people people who want one good cup before work|first-time brewers|anyone who finds it bitter|hosts with four guests|people who drink less caffeine now
        metrics the minutes from kettle to cup|the grams in each brew|the cups left half full|the weeks since the bag was opened
        things a kitchen scale|a burr grinder|a kettle with a thermometer|a timer|filtered water
        scene The kettle clicks off, and the kitchen is quiet for four minutes.
        scene The bag smells wonderful; the cup does not, and nobody knows why.
        scene Somebody takes a first sip, says nothing, and holds the cup with both hands.
        wrong boiling water on everything -> let it rest for half a minute, and cooler still for green tea
        wrong measuring by eye -> weigh it until your hand knows
        wrong buying a big bag because it is cheaper -> buy what you finish in three weeks
        do fresh leaves and beans | buy small bags with a date on them
        Aroma is the first thing to leave.
        Look for the day of roasting or picking, keep it dark and airtight, and open one bag at a time.
        A clear jar in the sun is pretty and ruins it in a week.
        You smell it before you taste it.
        do one ratio | start from sixty grams of coffee a litre, or two grams of tea a cup
        Strength is a number before it is a matter of taste.
        Weigh dose and water for a week, then change one of them by a tenth.
        Changing dose, grind and water at once teaches you nothing.
        The same cup comes out two mornings in a row.
        do water and heat | use water that tastes of nothing
        A cup is mostly water.
        Filter it if it is hard; about ninety-three degrees Celsius for coffee and black tea, eighty for green.
        Scale in the kettle ends up in the taste.
        The bitterness is gone, and you changed only the water.
        do time and grind | finer and shorter, or coarser and longer
        Sour means too little was drawn out, bitter too much.
        Note grind and seconds of every brew, and move one step at a time.
        Stirring and squeezing to hurry it brings out the harsh part.
        You can say which way to turn the dial.
        do clean tools | rinse at once, descale every month
        Old oil tastes rancid in the best of beans.
        Rinse without perfume, dry in the open, and take apart what can be taken apart.
        A brown pot is no sign of character.
        Hot water out of the empty pot tastes of water.
        do a cup in company | ask how the other one takes it
        A drink is a pause before it is a flavour.
        Brew the second cup the way your guest likes it, and leave the lecture out.
        Correcting somebody about milk ends the pleasure of both.
        The pot is empty, and nobody has looked at a screen.
        """
    )

    static let englishOffer = Domain(
        "english offer",
        verb: "try",
        """
        people people who use it every day|anyone buying it as a gift|people replacing an old one|careful buyers|people with ten minutes to decide
        metrics the days it is in use each week|the questions asked before buying|the minutes until it is set up|the returns in a month
        things a short video of it in use|a size or spec chart|a plain price list|a return label
        scene The old one gives up on a Monday, and nobody wants to compare forty tabs.
        scene It comes out of the box, and ten minutes later it is part of the day.
        scene A friend picks it up, turns it over and asks where it is from.
        wrong paying for features nobody uses -> pay for the three you use every day
        wrong reading only the stars -> read what people say after three months
        wrong deciding by the discount -> decide by how often you will reach for it
        do everyday use | see what it does on an ordinary day
        Most of the value lies in the days when nothing special happens.
        It is shown in use, from taking it out to putting it away.
        A list of superlatives says less than one minute of it working.
        You can picture where it will stand.
        do a clear price | know all of it before you pay
        A price is only fair when nothing is added at the end.
        What is included, what is extra and until when an offer lasts stand in one place.
        Small print is where trust goes to die.
        The sum at the checkout is the sum you expected.
        do a fit that you can check | compare the numbers with your own
        The best in a test may be the wrong one for you.
        Size, weight and what it works with are written down, with how they were measured.
        Guessing ends in returns.
        You know before ordering whether it fits.
        do help after buying | find a person who answers
        Something may go wrong with anything.
        Warranty, returns and who to write to are on the first page.
        A form without a name is no service.
        A question is answered within a working day.
        do a first try | begin without a risk
        Hands decide faster than pages.
        Try it, sit with it for a day, and send it back if it is not for you.
        A trial that hides its end date is a trap.
        You keep it because you miss it otherwise.
        """
    )
}
