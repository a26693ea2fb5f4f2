/// An English story about an unfinished notebook that bears the title.
enum EnglishStory {
    static let places = [
        "the old harbour", "the bookshop", "the bridge", "the railway platform", "the hill above town",
        "the night market",
        "the lighthouse", "the closed theatre", "the river bank", "the roof garden", "the clock tower",
        "the ferry landing",
    ]
    static let strangers = [
        "the clockmaker", "the flower seller", "the retired postman", "the girl with a kite", "the ferryman",
        "the night nurse",
        "the fiddler", "the shoemaker", "the baker", "the lighthouse keeper",
    ]
    static let things = [
        "the rusty button", "the stub of candle", "the grey feather", "the round pebble", "the faded ticket",
        "the ring of keys",
        "the paper boat", "the red thread", "the pressed leaf", "the broken pencil",
    ]
    static let sounds = [
        "A bell rang far away", "The leaves turned over", "Water slapped against the stones",
        "Somebody sang out of sight",
        "The wind whistled through a gap", "Birds rose all at once", "Rain began to fall",
    ]

    /// Words by which a title tells something instead of naming it.
    private static let telling: Set<String> = [
        "is", "are", "was", "were", "falls", "loves", "leaves", "comes", "goes", "finds", "meets", "never", "cannot",
        "can't",
        "does", "did", "will", "has", "had", "becomes", "forgot", "left", "i", "we", "don't", "do", "must", "came",
        "went",
    ]

    /// Whether a title is a sentence, such as AI falls in love with a human, so that only its words can be spoken of.
    static func isSentence(_ title: String) -> Bool {
        let words = title.lowercased().split(separator: " ").map(String.init)
        return words.count > 2
            && words.dropFirst(words[0] == "i" || words[0] == "we" ? 0 : 1).contains(where: telling.contains)
            && !words.contains { ["who", "that", "which", "whose"].contains($0) }
    }

    static let form = FormSpec(
        .decimal,
        """
        ## The notebook @ weight=1.1 keys=keyword
        On moving day {n} found the notebook at the bottom of a box.
        On the first page stood one line: {q}.
        It was Grandmother's hand, and the last stroke ran on as if somebody had called her away.
        Every other page was blank.
        “What is it?” asked {f}, with an armful of books.
        “Something she never finished,” said {n}.
        “So she wanted to write about {t}?”
        Downstairs the van was hooting, but {n} did not move.
        “I am going to finish it,” {u} said at last.
        ## The first page @ weight=0.8 least=800
        That night {n} wrote the date and then nothing more.
        About {t} there was nothing in mind that others had not already said.
        The clock struck eleven.
        A message from {f} lit up: “Do not sit there. Go and ask the people who knew her.”
        ## {l} @ each=l per=1500 most=6 least=1500 hold=eb weight=1
        {n} reached {l} late in the day.
        {e} looked up and made room on the bench.
        “I have to write about {t},” said {n}, “and I do not know how to begin.”
        “{j}” That was all {e} said, and it was enough for one day.
        On the ground lay {b}, and {n} put it into a pocket.
        {s}, and for a while nobody spoke at {l}.
        One more line went into the notebook before {n} left {l}.
        * “Your grandmother sat here too,” said {e}, pointing across {l}.
        * {s}, and {n} forgot what {u} had meant to ask at {l}.
        * {n} turned {b} over and over, thinking of {p}.
        * “Do not hurry,” said {e}, “{l} has time.”
        * {f} called to ask how it was going, and {n} said: still at {l}.
        * {n} wrote half a page about {l} and crossed it out.
        * The light moved slowly over {b}.
        * A cat crossed {l} as if it were on time for something.
        * {e} poured two cups of tea and pushed one across to {n}.
        * {n} read the first page aloud, and {e} shook with laughter at one word.
        * Somebody had scratched a date into the wall at {l}, just at the height of a child.
        * “I was your age once,” said {e}, “and in a hurry too.”
        * {n} wanted to ask something, but {e} had fallen asleep at {l}.
        * For the length of a song, {n} forgot about {t}.
        * {e} asked to see {b} and gave it back without a word.
        * “A hundred people, a hundred answers about {t},” laughed {e}.
        ## The reason @ closes=yes weight=0.9 least=1200
        The truth came by accident, in a call to a wrong number.
        “She began it three times,” said an old voice, “and three times she tore it up.”
        “Why?” asked {n}.
        “She said the one who should write it had not grown up yet.”
        {n} looked again at that long last stroke: it pointed at the empty pages.
        ## The last line @ closes=yes weight=0.9
        In the evening {n} went back to the empty house and sat down where she used to sit.
        This time the pen did not stop, and what it wrote was {t}, and everyone met on the way.
        “What does it say?” asked {f} from the door.
        “It begins where she stopped,” said {n}.
        One page stayed blank, on purpose.
        """
    )

    static let wandering = Template.lines(
        """
        At {l}, {n} met {e} once more.
        “Still walking?” asked {e} at {l}.
        {s}, and {n} held {b} a little tighter.
        Nobody at {l} asked what {b} was for.
        From {l} the road back could no longer be seen, and {n} did not look for it.
        {e} spoke of {p}, slowly, and stopped before the end.
        {n} left {b} at {l}, where {e} would find it.
        “Whom will you tell first?” asked {e}. {n} thought of {f}, then of {l}.
        {n} read the page about {l} aloud, and {e} nodded.
        At {l} there was nothing to do but wait, so {n} drew {b} in the margin.
        """
    )
}
