/// English material about the house, the garden, animals and families.
extension Domain {
    static let englishGarden = Domain(
        "english garden",
        verb: "take care of",
        """
        people first-time growers|flat owners with one balcony|busy commuters|families with small children|retired gardeners
        metrics the hours of direct sun|the days between waterings|the number of new leaves|the share of seeds that came up
        things a pot with a hole|a bag of loose compost|a watering can with a fine rose|clean scissors|plant labels
        scene The plant looked perfect in the shop, and two weeks later it dropped every bud.
        scene A week away, and the whole windowsill hung its head.
        scene Somebody was ready to throw the dry stick out, and then it put forth a green point.
        wrong watering by the calendar -> push a finger into the soil and water only when it is dry
        wrong repotting on the first day -> let the plant settle for a week or two
        wrong feeding a weak plant -> check light and roots first
        do the right spot | count the hours of sun before you choose a plant
        Light is food, and no amount of care replaces it.
        Watch the place for a day, note when the sun arrives and leaves, then compare with what the label asks for.
        Moving a plant straight from the greenhouse into full sun scorches its leaves.
        New growth that is short and deep in colour says that the spot is right.
        do watering by touch | water deeply, and only when the soil is dry
        More pot plants drown than die of thirst.
        Test two fingers deep, then water until it runs out below, and empty the saucer.
        A daily splash wets the surface and leaves the roots dry.
        You are getting it right when you can tell by the weight of the pot.
        do loose soil | give roots air as well as water
        Roots breathe, and packed earth smothers them.
        Mix compost with something coarse, and never use a pot without a hole.
        Soil from the roadside sets like brick and brings pests along.
        Water that disappears within seconds shows a good mix.
        do light feeding | feed little and often while plants are growing
        Fertiliser is not medicine.
        Use half of the strength on the label every other week in spring and summer, and stop in winter.
        Too much at once burns the tips of the leaves.
        Firm leaves and steady new shoots mean that it is enough.
        do timely pruning | cut back what is spent and move up one pot size at a time
        What is cut off leaves more for what stays.
        Cut above a healthy bud with clean blades; repot when roots circle the bottom.
        A pot that is far too large stays wet and rots the roots.
        Two new shoots below the cut say that it was the right one.
        do an eye for pests | look under the leaves once a week
        A few insects are a small job, and a thousand are not.
        Wash them off, wipe the leaves, keep new plants apart for a week, and let air move.
        Warm, damp, still corners invite the rest.
        Clean leaves at the change of season prove the habit works.
        """
    )

    static let englishPets = Domain(
        "english pets",
        verb: "understand",
        """
        people first-time owners|people who live alone|families with children|owners who travel|households with several animals
        metrics the minutes of play a day|the amount eaten and drunk|the weight once a month|the time spent hiding
        things a cardboard box|a soft brush|a carrier that stays open|a puzzle feeder|a quiet corner
        scene An expensive bed stands empty, and the animal sleeps in the box it came in.
        scene The key turns in the lock, and somebody is already sitting behind the door.
        scene It stares at the same empty corner every evening at six.
        wrong taking fear for stubbornness -> give distance first and let it come closer by itself
        wrong punishing after the fact -> stop it in the moment and reward what you would like to see
        wrong sharing human food -> keep to proper food and learn what is poisonous
        see the need for safety | ask what makes it feel safe
        Small, enclosed places have protected animals for far longer than they have lived with us.
        Offer a place with walls on three sides and a view of the door, and leave it alone there.
        Pulling it out to be sociable teaches it that the place is not safe.
        An animal that sleeps on its side has decided to trust the room.
        see the language of the body | read ears, tail and posture before touching
        Most bites and scratches come after several polite warnings.
        Watch the tail, the ears and the eyes for a few seconds, and stop when they change.
        Reading a wagging tail as plain joy is the classic mistake.
        You read it well when it comes back for more.
        see the old hunter | look for the hunt behind the game
        Pouncing, shaking and carrying toys are parts of one old sequence.
        Let it stalk, chase and finally catch something, then feed it.
        A light that can never be caught leaves it restless.
        A good game ends with grooming and a nap.
        see the power of routine | keep meals, walks and bedtime at steady times
        Animals read the day by its order.
        Put feeding, play and quiet time into the same sequence, weekends included.
        A sudden change of house, litter or timetable often shows up as bad behaviour.
        When it waits in the right place at the right time, the routine has taken hold.
        see the first sign of illness | notice small changes in eating, drinking and moving
        Animals hide pain for as long as they can.
        Know its normal: how much, how often, how fast; call a vet when it changes for more than a day.
        Waiting until it stops eating costs days that matter.
        You can tell the vet what changed and when, and that is half of a diagnosis.
        see the bond | see what it does when it is free to choose
        Affection that was not asked for means the most.
        Sit on the floor with a book and do nothing for ten minutes.
        Holding on makes it leave.
        A slow blink or a leaning shoulder is an answer.
        """
    )

    static let englishHome = Domain(
        "english home",
        verb: "look after",
        """
        people people in small flats|first-time buyers|tenants|families with school children|anyone about to renovate
        metrics the minutes spent looking for things|the share over budget|the number of empty shelves|the time to clean one room
        things a tape measure|a floor plan|labels|clear boxes|a list of snags
        scene Five drawers were opened for one battery, and three lost things turned up instead.
        scene The tiles were down before anyone noticed the socket behind the fridge.
        scene The showroom was lovely, but nobody there had laundry to dry.
        wrong buying boxes before sorting -> let things go first, then measure, then buy
        wrong copying a picture -> write down how your own day runs through the rooms
        wrong comparing only the final price -> go through the items and ask what costs extra
        do a plan from daily life | draw one ordinary day on the floor plan
        A home serves habits, not photographs.
        Walk through from waking to sleeping and mark who does what where.
        Corners designed to impress end up full of parcels.
        Every spot has a use and a user, and then the plan holds.
        do a firm budget | spend on what is used daily and hard to change
        Pipes, wiring and windows are hard to redo, and cushions are not.
        Make four columns, keep a tenth in reserve, and sign before anything extra is done.
        Upgrades at the beginning eat the mattress at the end.
        You finish close to the figure you began with.
        do storage by zones | keep things where they are used
        Mess is rarely laziness; the things simply have no address.
        Put what you use daily between knee and eye, and label the rest.
        One big store room is only a bigger pile.
        Anybody at home finds the scissors in half a minute.
        do letting go | clear one drawer at a time
        Every object kept costs a little room and a little attention.
        Sort into keep, give and discard; date a box of doubtful things and open it in three months.
        A whole flat in one weekend leaves the bed buried.
        Half of the table stays free for a week.
        do a plan for light and power | decide on light and power before the walls are closed
        The most common regret is one socket too few.
        Mark bed, desk and kitchen on the wall, split the lights into circuits, and photograph it all.
        A single bright lamp makes every evening look like an office.
        After a year you still do not own an extension lead.
        do a careful handover | test, list and photograph before moving in
        Day one is the best evidence you will ever have.
        Run every tap, try every window, read the meters, and get the list signed.
        Haste turns small faults into your own.
        Nothing has to be argued about later.
        """
    )

    static let englishFamily = Domain(
        "english family",
        verb: "handle",
        """
        people new parents|parents of teenagers|grandparents who help out|single parents|teachers
        metrics the evenings without shouting|the minutes of undivided attention|the bedtime that was kept|the tasks done without a reminder
        things a kitchen timer|a picture chart|a shelf of books within reach|a box for phones|a family calendar
        scene Shoes, bag, coat, and the school bus has just gone by.
        scene A small voice asks for one more story, and the washing up can wait.
        scene The door closes, not loudly, and behind it somebody has turned thirteen.
        wrong repeating the order louder -> go closer, say it once, and wait
        wrong comparing with other children -> compare with last month
        wrong promising rewards for everything -> name what was done well
        do full attention | give ten undivided minutes a day
        Children ask for attention in whatever way works.
        Put the phone in another room and follow their game, not yours.
        Half an ear all evening counts less than ten whole minutes.
        They begin to tell you things without being asked.
        do a firm rule | keep a few rules and keep them every time
        A rule that depends on your mood is a lottery.
        Agree on three, say the reason and the consequence, and let both parents hold to them.
        Ten rules are forgotten by breakfast.
        Somebody reminds you of the rule, and then it stands.
        do naming feelings | say what you see before you solve it
        A child cannot calm down from something that has no name.
        Say: you are angry because the tower fell; then wait.
        Arguing with a feeling makes it louder.
        The crying gets shorter and the words get longer.
        do a small duty | hand over a task and accept the result
        Being needed builds more confidence than being praised.
        Show it once, do it together twice, then leave the room.
        Redoing it behind their back undoes it.
        The task gets done on a day when you forgot to ask.
        do a calm bedtime | run the same four steps every evening
        Tired children have no manners, and neither do tired parents.
        Bath, book, light, goodnight, in that order and at that hour.
        One exciting video sets the clock back by an hour.
        They yawn at step three.
        do repair after a quarrel | say sorry first when you were wrong
        Children do not need perfect parents, they need ones who come back.
        Name what you did, without a but, and say what you will try next time.
        Pretending that nothing happened leaves it lying there.
        One day they apologise in your words.
        """
    )
}
