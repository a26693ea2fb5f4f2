/// English material about food, health, skin and travel.
extension Domain {
    static let englishHealth = Domain(
        "english health",
        verb: "look after",
        """
        people desk workers|beginners over forty|people who sleep badly|new runners|shift workers
        metrics the minutes walked a day|the hour of getting up|the number of sessions a week|the resting pulse|the energy in the afternoon
        things a pair of shoes that fit|a water bottle|a simple log|a mat|an alarm for going to bed
        scene The lift is out of order, and four floors turn out to be a long way.
        scene It was going to be eleven o'clock, and now the screen says half past one.
        scene A year's membership, and the last visit was in the week it was bought.
        wrong starting at full strength -> begin with half and add a little every week
        wrong skipping meals to lose weight -> cut sugary drinks first
        wrong searching for symptoms at night -> write them down and ask a doctor
        do a fixed hour to get up | get up at the same time every day
        Sleep follows the morning rather than the evening.
        Keep the hour on weekends too, and let daylight in at once.
        A long lie-in on Sunday is paid for on Monday.
        You wake a minute before the alarm.
        do daily walking | walk for twenty minutes before anything harder
        The body forgives little movement, but not none.
        Tie it to something you do anyway: a stop earlier, a call on foot.
        Five kilometres on day one usually means none on day three.
        You come back with more energy than you left with.
        do a balanced plate | fill half of the plate with vegetables
        Diets fail less on knowledge than on hunger.
        Half vegetables, a quarter protein, a quarter starch, and water beside it.
        Forbidding every pleasure brings all of them back on one evening.
        Two hours later you are neither sleepy nor raiding the cupboard.
        do strength training | train the big muscles twice a week
        Strength is what keeps stairs and suitcases easy.
        Squat, push, pull and carry, slowly, and stop two repetitions before failing.
        Copying somebody else's weights trains mostly the pride.
        Everyday loads begin to feel lighter.
        do a break from sitting | stand up once an hour
        The tiredness of sitting comes from never changing position.
        Let a small glass of water set the rhythm, and roll your shoulders on the way.
        One hard hour in the evening does not undo eight still ones.
        Your neck is quiet at the end of the day.
        do a regular check | see a doctor before something hurts
        Many troubles are silent for years.
        Fix one month a year, keep the old results beside the new, and ask what they mean.
        Reading the arrows without asking is half of a check.
        You can name the one figure that you watch.
        """
    )

    static let englishFood = Domain(
        "english food",
        verb: "make the most of",
        """
        people tired cooks on weekdays|first-time cooks|people who cook for one|parents of picky eaters|keen hosts
        metrics the minutes from fridge to table|the salt and sugar in a portion|the leftovers thrown away|the second helpings
        things a sharp knife|a kitchen scale|a heavy pan|airtight boxes|a thermometer
        scene Half a carrot, two eggs, and twenty minutes until everyone is hungry.
        scene The lid comes off, the steam rises, and the kitchen fills with people.
        scene The first spoonful tastes of a kitchen that no longer exists.
        wrong seasoning by guesswork -> measure the first time and write down what you liked
        wrong high heat all the way -> start hot, then turn it down
        wrong buying for two weeks -> shop for three days
        do fresh food | begin with what is fresh and in season
        Half of the flavour is decided in the shop.
        Look, smell, ask; what is in season is usually better and cheaper.
        A bargain that wilts is no bargain.
        It tastes good with nothing but salt.
        do control of heat | match the heat to the food
        The difference is often one minute.
        Fast and hot for what is wet and tender, slow and low for what is tough.
        Stirring all the time keeps anything from browning.
        You can repeat the same result a week later.
        do seasoning in steps | season a little, taste, and season again
        You can add salt, but you cannot take it out.
        Put in two thirds, taste before serving, then finish with salt, acid or a pinch of sugar.
        Too many spices hide what you paid for.
        Nobody reaches for the salt.
        do work done ahead | wash and cut before you light the stove
        Cooking feels hectic because people chop while things burn.
        Set everything out in small bowls in the order of use.
        Meat thawed and frozen again loses taste and safety.
        Dinner takes half an hour from the door.
        do the right portion | serve in bowls rather than from the pan
        Good things turn heavy by quantity.
        Fill a plate once, sit down, and wait ten minutes before seconds.
        Labels that say light invite a double helping.
        You get up content.
        do a shared table | eat with somebody
        The best spice is the person opposite.
        Keep a small portion for a neighbour with the recipe on a card.
        Photographs first means cold food.
        Somebody asks when you cook it again.
        """
    )

    static let englishSkin = Domain(
        "english skin",
        verb: "take care of",
        """
        people people with oily skin|people with sensitive skin|teenagers|early risers with five minutes|anyone who wears make-up all day
        metrics the hours until make-up slips|the days of redness in a week|how often sunscreen is renewed|the tightness after washing
        things a mild cleanser|a light moisturiser|a broad sunscreen|clean cotton pads|a mirror in daylight
        scene Fifteen bottles stand on the shelf, and the same two are used every day.
        scene By noon the foundation has left the nose and settled in the lines.
        scene A new serum on Monday, a red cheek on Thursday, and three suspects.
        wrong adding several products at once -> change one thing and wait three weeks
        wrong washing oil away again and again -> cleanse gently twice a day and moisturise at once
        wrong saving sunscreen for the beach -> wear it every day outdoors and renew it
        do knowing your skin | find out where it is oily and where it is tight
        The same cream is rich on one face and nothing on another.
        Wash, put nothing on, wait an hour, and look at each part by itself.
        An online test cannot see the change of seasons.
        Choosing gets quicker once you know what each part needs.
        do gentle cleansing | wash until clean, not until it squeaks
        Cleansing should take the dirt and leave the barrier.
        Use lukewarm water, foam in the hands, half a minute, then pat dry.
        Scrubbing daily makes skin both drier and oilier.
        Ten minutes later it feels neither tight nor slick.
        do steady moisture | moisturise even oily skin
        Skin that lacks water often answers with oil.
        A thin layer on damp skin, a few minutes of patience, then the next step.
        Five layers at once roll off like an eraser.
        Make-up sits evenly through the morning.
        do daily sunscreen | treat sunscreen as the first step of every day
        Damage adds up quietly, and prevention is far cheaper than repair.
        Use enough for face, ears and neck, renew it outdoors, and add a hat.
        A third of the amount gives a fraction of the number on the label.
        Face and neck keep one colour through summer.
        do patience with actives | start strong products slowly and on a small area
        Skin minds change more than it minds plainness.
        Try behind the jaw for some days, then every other night.
        Doubling the dose while it peels costs two months.
        Three calm weeks are the proof.
        do a clean evening | take everything off before bed
        What stays overnight is what you see in the morning.
        Massage the remover on dry skin, rest it on the eyes, rinse, then cleanse.
        Rubbing harms the eyes more than a trace of mascara.
        A white towel stays white.
        """
    )

    static let englishTravel = Domain(
        "english travel",
        verb: "plan",
        """
        people first-time visitors|families with children|people who travel alone|weekend travellers|students on a budget
        metrics the hours spent in transit|the number of places really seen|the daily spending|the steps walked
        things copies of documents|an offline map|a light rain jacket|a power bank|comfortable shoes
        scene A wrong turn led to the best noodle shop of the whole trip.
        scene The plan had an entry for every half hour, and on day two everyone sat on a kerb.
        scene Early in the morning only the bakers and the cats are up.
        wrong six sights in one day -> choose one and leave the rest to chance
        wrong checking tickets at the gate -> confirm hours and bookings a week before
        wrong packing for every accident -> pack for the days and buy the rest there
        do one aim a day | plan a single main thing for each day
        The scarce thing on a trip is not sights but energy.
        Put it into the morning, leave the afternoon open, and eat early.
        A full timetable is remembered as running.
        Each evening has one story worth telling.
        do a good base | choose a place to sleep by where you will go
        Half of comfort is the room, the other half is the way to it.
        Mark three places you want to see and stay between them, near a stop.
        A bargain on the edge of town is paid back in taxis.
        You go back at noon for a rest because you can.
        do a loose budget | set a daily sum and keep a reserve
        Money worries spoil more evenings than rain.
        Split it into sleep, food, transport and fun, and note it on the way.
        Saving on everything makes the memory thin.
        There is something left on the last day.
        do local advice | ask those who live there
        Lists on the net send everyone to the same door.
        Ask the host where they eat on a Tuesday.
        Politeness in two words of the language opens more than an app.
        You find a place that you would rather not share.
        do light luggage | carry only what you can lift up the stairs
        Every kilo is carried many times.
        Lay it all out, take a third away, and wear the heavy shoes.
        Just in case is the heaviest thing in a suitcase.
        You walk past the queue for the lift.
        do room for rain | have one good plan for bad weather
        Weather keeps no appointments.
        Pick one museum, one café, one market hall, and note their closing days.
        Waiting at the window loses both the day and the mood.
        The rainy day becomes the one you talk about.
        """
    )
}
