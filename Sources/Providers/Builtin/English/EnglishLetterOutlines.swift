/// The texts of English letters, see ``LetterPage``.
enum EnglishLetterOutlines {
    static func of(_ kind: EnglishLetter.Kind) -> String {
        switch kind {
        case .application: application
        case .resignation: resignation
        case .recommendation: recommendation
        case .thanks: thanks
        case .apology: apology
        }
    }

    /// Sentences that name a keyword of which the letter says nothing else.
    static func keywordFrames(of kind: EnglishLetter.Kind) -> [String] {
        switch kind {
        case .application:
            [
                "Much of that work has involved {k}, so I would not need long to be useful there.",
                "I also bring experience in {k}: [to be filled in: example].",
                "In {k} I feel at home and keep learning.",
            ]
        case .resignation:
            [
                "Everything that concerns {k} will be part of the handover notes.",
                "About {k} I will talk to whoever takes over in person.",
            ]
        case .recommendation:
            [
                "In {k} the work stood out: [to be filled in: example].",
                "When it comes to {k}, I would turn to {n} first.",
            ]
        case .thanks: ["I think of {k} in particular.", "What you did for {k} meant a lot."]
        case .apology: ["This holds for {k} as well.", "On {k} you will hear from me separately."]
        }
    }

    private static let application = """
        = Dear hiring team,
        ##
        ! I am writing to apply for {V}.／Please accept this letter as my application for {V}.
        ! What draws me to your company is [to be filled in: product, work or team].
        The tasks you describe are close to what I have been doing, and they are what I would like to go on with.
        I have followed your work for some time and would like to be part of it.
        ## mk
        ! At [to be filled in: company] I was responsible for [to be filled in: tasks], and the result I am proudest of is [to be filled in: achievement with a figure].
        When I take on a task, I first ask what a good result looks like and by when it is needed.
        I keep others informed while I work, so that nobody has to ask where things stand.
        If something goes wrong, I say so early and bring a proposal along.
        I leave a short record behind, so that a colleague can carry on without me.
        Criticism has taught me more than praise, and I ask for it.
        ##
        ! I believe I could contribute to your team from the first weeks, above all with [to be filled in: main strength].
        What I do not know yet I am willing to learn, and I learn fastest by doing.
        Working with people from other departments comes easily to me, because I listen first.
        I am looking for a place where I can stay and grow, rather than for the next line on a list.
        In my free time I have [to be filled in: course, project or voluntary work], which taught me things no job had.
        ##
        I would be glad to tell you more in an interview, and I am available [to be filled in: dates].
        My résumé is enclosed, and I can name references if you wish.
        ! Thank you for your time and consideration.
        + Kind regards,
        + {N}
        + [to be filled in: phone and e-mail]
        """

    private static let resignation = """
        = Dear {R},
        ##
        ! Please accept this letter as notice of my resignation from {V} at {G}.／I am writing to let you know that I have decided to resign from {V} at {G}.
        ! My last working day will be {D}.
        ! The reason for my decision is {Q}.
        This was not an easy decision, and I have thought about it for some time.
        I wanted you to hear it from me first.
        ## m
        ! Thank you for the trust you have placed in me and for everything I have been able to learn here.
        What I will remember best is [to be filled in: project or experience].
        I have enjoyed working with my colleagues, who were patient when I was new and honest when I was wrong.
        Your advice has shaped the way I work, and I will take it with me.
        Looking back, I am grateful for the freedom I was given to find my own way of doing things.
        ## k
        ! Until then I will do my work as usual and make the handover as smooth as I can.
        I will write down the state of each task, the next steps and the people to talk to.
        Whatever can be finished before I leave will be finished.
        I am happy to train whoever takes over, and to answer questions for a while afterwards.
        Documents, accounts and equipment will be returned in good order.
        Confidential information will of course remain confidential.
        ##
        If there is anything I can do to make the change easier, please let me know.
        ! I wish you and the whole team every success.
        I hope that we will stay in touch.
        + Yours sincerely,
        + {N}
        + {Z}
        """

    private static let recommendation = """
        = To whom it may concern:
        ##
        ! It is a pleasure to recommend {P} for {U}.／I am glad to recommend {P} for {U}.
        ! I am [to be filled in: name, role and organisation], and I have known {n} for [to be filled in: how long, and from where].
        What follows is what I have seen myself.
        ##
        ! {n} is reliable: what has been promised is done, and done on time.
        When a task is unclear, {n} asks at the beginning instead of guessing until the end.
        Problems are reported early, and usually together with a proposal.
        The results can be used as they are; nobody has to go over them again.
        New subjects are no obstacle to {n}, who reads, asks and tries until things fall into place.
        ## mk
        ! What shows this best is [to be filled in: project, result and figures].
        Under pressure {n} keeps calm, sorts out what matters and says what will have to wait.
        Afterwards there was a written account from which others have learned.
        Where something could be simpler, {n} says so and is willing to try it out first.
        With other departments {n} finds the right tone, and agreements hold.
        ##
        ! People like to work with {n}, who listens, shares the credit and takes criticism well.
        Those who are new find help without having to ask for it twice.
        If I had to name a weakness, it would be a certain strictness with details, which has become much milder.
        I have never known {n} to leave others alone with a problem.
        ##
        ! I recommend {P} warmly and without reservation.
        We would be sorry to see {n} go, and glad about the opportunity.
        Please feel free to contact me for further information: [to be filled in: contact].
        + Yours sincerely,
        + {N}
        + {Z}
        """

    private static let thanks = """
        = Dear {R},
        ##
        ! I am writing to thank you for {M}.／I would like to thank you from the heart for {M}.
        Some things are hard to say in passing, so I have put them into a letter.
        ## mk
        ! You did not have to do it, and you did it with care: [to be filled in: what happened].
        You listened first and only then told me what you would do in my place.
        You took the time although you had little of it.
        Many of the details you may have forgotten; I have not.
        You never asked for anything in return, and that is one more reason for this letter.
        ##
        ! What you did has helped me more than you may think.
        Since then I have tried to do the same when somebody else needs a hand.
        I have told others about it, and they were as touched as I was.
        It has shown me what it means to take something seriously and still be kind.
        ##
        If there is ever something I can do for you, please tell me.
        ! Once again, thank you.
        I wish you and those close to you all the best.
        + With gratitude,
        + {N}
        + {Z}
        """

    private static let apology = """
        = Dear {R},
        ##
        ! I am writing to apologise for {M}.／Please accept my apology for {M}.
        It caused you trouble, and the responsibility is mine.
        I should have written to you earlier; that, too, was wrong.
        ## mk
        ! What happened is this: [to be filled in: course of events].
        I do not want to look for excuses.
        I thought of what was urgent for me and not of what it meant for you.
        A word in time would have been enough, and I did not say it.
        I can understand that you were disappointed; in your place I would have been, too.
        ##
        ! To make up for it, I will [to be filled in: remedy].
        From now on I will check twice what can be checked, before I answer.
        If a date I have promised cannot be kept, you will hear it from me at once.
        If there is something else you expect of me, please tell me directly.
        I will let you know about each step until you are satisfied.
        ##
        ! I hope that you will give me the chance to put things right.
        I do not ask you to forget it at once.
        Thank you for reading this letter to its end.
        + Yours sincerely,
        + {N}
        + {Z}
        """
}
