/// English plots that differ in place, opening, turn and ending.
enum EnglishPlot: CaseIterable {
    case notebook, vanished, lastBus, shop, promise, sentence

    private var cues: [String] {
        switch self {
        case .notebook: ["diary", "book", "grandmother", "memory", "letter"]
        case .vanished:
            ["lost", "missing", "vanished", "robot", "star", "moon", "lighthouse", "sea", "cat", "dog", "shadow"]
        case .lastBus: ["rain", "night", "city", "train", "road", "stranger", "bus", "winter"]
        case .shop: ["shop", "cafe", "bakery", "tea", "coffee", "kitchen", "clock", "maker"]
        case .sentence: []
        case .promise: ["promise", "summer", "school", "friend", "years", "reunion", "game"]
        }
    }

    /// The plot that a title asks for, else one by chance.
    static func of(_ title: String, dice: inout Dice) -> EnglishPlot {
        if EnglishStory.isSentence(title) { return .sentence }
        let words = title.lowercased()
        let named = allCases.map { plot in (plot, plot.cues.filter { words.holds($0) }.count) }
        if let best = named.max(by: { $0.1 < $1.1 }), best.1 > 0 { return best.0 }
        return dice.pick(allCases.filter { $0 != .sentence })
    }

    var form: FormSpec {
        switch self {
        case .notebook: EnglishStory.form
        case .vanished: FormSpec(.decimal, EnglishPlot.outline(Self.vanishedOpening, Self.vanishedEnding))
        case .lastBus: FormSpec(.decimal, EnglishPlot.outline(Self.busOpening, Self.busEnding))
        case .shop: FormSpec(.decimal, EnglishPlot.outline(Self.shopOpening, Self.shopEnding))
        case .sentence: FormSpec(.decimal, EnglishPlot.outline(Self.sentenceOpening, Self.sentenceEnding))
        case .promise: FormSpec(.decimal, EnglishPlot.outline(Self.promiseOpening, Self.promiseEnding))
        }
    }

    private static func outline(_ opening: String, _ ending: String) -> String {
        opening + "\n" + stops + "\n" + ending
    }

    private static let stops = """
        ## {l} @ each=l per=1500 most=6 least=1500 hold=eb weight=1
        By noon {n} had come as far as {l}.
        {e} was there, and did not seem surprised.
        “You are asking about {t},” said {e}. “Everybody does, sooner or later.”
        “{j}” It was not an answer, but {n} kept it.
        {s}, and neither of them spoke for a while at {l}.
        * “Look at {b},” said {e}. “It has been here longer than any of us.”
        * {n} walked once around {l} and found nothing but {b}.
        * {e} told the story of {l}, and left out the end.
        * {s}. {n} moved closer to the wall at {l}.
        * “If I knew, I would not sit here,” said {e}, looking across {l}.
        * {f} had been right about {l}, and {n} would have to admit it.
        * A child ran past with {b}, laughing.
        * {e} drew a small map of the way from {l} on the back of a bill.
        * For a moment {n} could see {t} as clearly as {b}.
        * Somebody had painted an arrow on the ground at {l}.
        * {e} shared a sandwich with {n} and asked for nothing.
        * “Come back when you know,” called {e}, when {l} was almost out of sight.
        * {n} counted what was left: two coins, {b} and most of the afternoon.
        * The longer {n} stayed at {l}, the smaller the question became.
        """

    private static let sentenceOpening = """
        ## A line on the wall @ weight=1.1 keys=keyword
        Overnight somebody had chalked a line on the white wall at the corner: “{q}”.
        “Children,” said the people who passed, and only {n} stood still.
        “No child presses that hard,” said {f}, looking closely at the letters.
        {n} read it twice, and something answered, very quietly.
        In the evening it rained, and the wall was washed clean, except for the line.
        “I want to know who wrote it,” {u} said, “and how it goes on.”
        ## The other wall @ weight=0.8 least=800
        The next morning the same words stood on a wall across the river, with a small arrow below.
        The arrow led to a crossing and ended there.
        “Perhaps the writer did not know the way either,” said {f}.
        {n} picked half a piece of chalk up from the ground and put it away.
        """
    private static let sentenceEnding = """
        ## The writer @ weight=1 least=1000 closes=yes
        The writer was found in the store room of the old school, with chalk on both sleeves.
        “It was you?” asked {n} from the door.
        “Somebody told me that once, when I was young,” said the writer, “and I did not believe it.”
        “So you wrote it on a wall?”
        “On a wall, sooner or later somebody stops. You stopped.”
        ## A full stop @ weight=1 closes=yes
        {n} told what people along the way had said, the laughing ones and the silent ones.
        “There is one meaning missing,” {u} said. “Your own.”
        The writer thought for a long time and held out the chalk: “Mine comes too late. Write yours.”
        Before sunrise {n} stood at the corner again and added a few words to the line.
        Nobody knows what they were, because by then the sun was on the wall, but {f} remembers a full stop at the end.
        """

    private static let vanishedOpening = """
        ## Something missing @ weight=1.1 keys=keyword
        That morning the whole town felt that something was missing, and nobody could say what.
        It was a child who said it aloud: “It is gone!”
        In the place where {t} had always been, there was only a clean patch of ground.
        “It was here last night,” whispered {f}. “I saw it when I locked up.”
        Some wanted to call the police, and some wanted to go back to bed.
        {n} knelt down and touched the ground, which was still a little warm.
        “I will find it,” {u} said, and everyone turned around.
        ## Wet footprints @ weight=0.8 least=800
        A line of wet footprints led to the edge of town and stopped there.
        “Where will you look?” asked {f}.
        “I will ask whoever saw it last.”
        It turned out that everyone had seen {t}, and that no two of them remembered it alike.
        """
    private static let vanishedEnding = """
        ## Behind the doors @ weight=0.9 least=1200 closes=yes
        Behind the last door stood a small piece of it, wrapped in a kitchen towel.
        “I am no thief,” said the owner. “I was only afraid that one day it would be gone.”
        {n} knocked at other doors, and in every house there was a piece, in a drawer or under a bed.
        Nobody had taken {t}; everybody had saved a little of it.
        ## Put back @ weight=0.9 closes=yes
        {n} was the first to put a piece back, no larger than a grain of rice.
        “And what is the good of a single one?” {f} wanted to know.
        “Somebody has to begin.”
        By evening it stood there again, full of cracks, and brighter than before.
        Since then, people look at {t} when they walk by.
        """

    private static let busOpening = """
        ## The last bus @ weight=1.1 keys=keyword
        At eleven at night only {n} and the driver were left on the bus.
        On the back seat lay an envelope, and on it was written: {q}.
        “Somebody forgot this,” called {n}.
        “They always do,” said the driver. “It is always about {t}, and nobody ever comes to claim it.”
        Rain ran down the windows, and the street lamps slid away one by one.
        One stop before the end {n} got up, with the envelope under the coat.
        ## The map @ weight=0.8 least=800
        There was no letter inside, only a map with a few circles drawn in pencil.
        “You have work tomorrow,” said {f} on the phone.
        “I want to know what somebody thinks of {t},” said {n}.
        For the first time in years, {u} did not count the hours left to sleep.
        """
    private static let busEnding = """
        ## The depot @ weight=0.9 least=1200 closes=yes
        The last circle was the depot, where the driver sat on the steps over a cold supper.
        “You wrote it,” said {n}.
        “For eleven years,” said the driver. “Whoever drives this line never gets to where the others are going.”
        “So you send somebody to look.”
        “I wanted to hear what {t} is like, out there.”
        ## Until morning @ weight=0.9 closes=yes
        {n} told it all, circle by circle, and at the third one the rain stopped.
        “So that is {t},” said the driver. “About what I thought, and not at all.”
        {n} took the first bus home, in the same seat as before.
        When {u} got off, there was a new envelope on the seat, and nothing was written on it yet.
        """

    private static let shopOpening = """
        ## At the end of the lane @ weight=1.1 keys=keyword
        A shop had opened at the end of the lane, and its sign said only this: {q}.
        There was nothing in the window but a long table and a lamp.
        “Buying or trading?” asked the old shopkeeper, without looking up.
        “Trading what?” asked {n}.
        “A true story about {t}, for a bowl of soup. A false one, and the door is behind you.”
        {f} waved from the street, but {n} had already sat down.
        The soup was too salty, and exactly right.
        ## The errand @ weight=0.8 least=800
        “I need somebody who runs errands,” said the shopkeeper, and put a wooden box on the table.
        “What is in it?” asked {f} outside.
        “It is {t}, they say,” said {n}. The box weighed next to nothing.
        “And you believe that?”
        “The soup was real.”
        """
    private static let shopEnding = """
        ## The empty box @ weight=0.9 least=1200 closes=yes
        On the first day of winter the shop stayed dark, and the key lay under the stool.
        {n} opened the box at last and found it empty.
        On its bottom stood one line: now the listener tells.
        “Gone?” asked {f} from the door.
        “Not gone,” said {n}. “All of it is here.”
        ## Open again @ weight=0.9 closes=yes
        The next morning {n} lit the lamp and put the water on.
        “How much for {t}?” asked the first customer.
        “It is not for sale. Sit down and tell me something true, and the soup will be ready.”
        There has been a light at the end of the lane ever since.
        """

    private static let promiseOpening = """
        ## The tin box @ weight=1.1 keys=keyword
        On the last day of school {n} and {f} buried a tin box behind the wall, with these words on its lid: {q}.
        “Ten years from now we dig it up,” said {f}.
        “What did you put in?”
        “You will see. It is about {t}.”
        Ten years later, to the day, {n} stood at the wall after six hours on the train.
        The tree had doubled, the wall was lower, and {f} had not come.
        ## Digging @ weight=0.8 least=800
        {n} waited until the shadows were long and then borrowed a spade.
        The paper in the box was not the old one.
        “No hurry,” it said, in a hand that {n} knew. “First go and see the places where we talked about {t}.”
        “You are the second one to dig here this week,” said the caretaker.
        """
    private static let promiseEnding = """
        ## The last note @ weight=0.9 least=1200 closes=yes
        The last note named a bench in the park across from the hospital.
        {f} sat there with a blanket over the knees and very short hair.
        “You are late,” said {f}.
        “You did not come.”
        “I cannot walk that far, so I had to lead you here one note at a time.”
        ## Once more @ weight=0.9 closes=yes
        They talked until the lamps came on, and kept only what mattered.
        “What was in the box?” asked {n} in the end.
        {f} unfolded a yellow paper with two handwritings on it, and all it spoke of was {t}.
        In spring they buried the box again, not very deep.
        “Ten years?” asked {n}. “One,” said {f}. “Let us be greedy.”
        """
}
