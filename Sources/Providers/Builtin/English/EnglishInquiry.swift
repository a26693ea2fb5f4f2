extension Domain {
    /// What a paper asks of any subject, in English.
    static let englishInquiry = Domain(
        "english inquiry",
        verb: "understand",
        """
        people direct participants|those who decide|those who are affected|researchers in related fields
        metrics the frequency of occurrence|the duration|the degree of participation|subjective ratings|the difference before and after
        things interviews|a questionnaire|policy documents|public statistics|case material
        scene Two sources describe the same event, and their accounts do not agree.
        wrong inferring the whole from single cases -> state the origin of the sample and the limits of the claim
        wrong taking correlation for cause -> introduce a comparison and discuss other explanations
        wrong letting a concept drift -> give a working definition and keep to it
        see the concept | define the central concept and its boundary
        The term is used in different senses, and the argument depends on which is meant.
        A working definition can name the constituent elements, the range of application and the cases excluded.
        A concept that is too wide loses its object, and one that is too narrow excludes the ordinary case.
        The definition is useful if it decides whether a given instance belongs to the study.
        see the set of conditions | examine the conditions of its emergence
        What is observed here depends on circumstances outside as well as on means within.
        Necessary conditions may be separated from favourable ones, and evidence sought for each.
        A list of background facts does not amount to an explanation.
        The role of a condition is supported if the phenomenon weakens in its absence.
        see the mechanism | describe the steps from condition to result
        A mechanism states how conditions turn into results.
        The process may be divided into stages, each with its actors, acts and outcomes.
        Reasoning back from the outcome easily becomes circular.
        The account gains force if an intermediate stage can be observed by itself.
        see the order of influences | rank the main influences
        Influences may lie in persons, in organisations and in their environment.
        A list of candidates should come first, and the weighing of direction and size second.
        Influences set side by side conceal how they act upon each other.
        A judgement is safer if the effect remains after the others are controlled for.
        see the difference between groups | compare the groups concerned
        Positions, means and aims differ among those involved.
        Groups may be formed by role, experience and degree of participation, with reasons given.
        Averages present the situation of some as that of all.
        Comparison is meaningful if groups differ more from each other than within themselves.
        see the context | state the context in which the findings hold
        Institutions, culture and technology set limits to what can be observed.
        Two or more contexts may be compared point by point.
        Findings quoted without their context invite misuse.
        Once the context is stated, generalisation can be discussed.
        see the yardstick | discuss how it is to be evaluated
        An evaluation depends on the measure chosen and on who applies it.
        Objective records may be combined with ratings, and the limits of both made explicit.
        A single indicator invites behaviour that serves the indicator alone.
        Results are credible if different measures point the same way.
        see the course of development | trace the stages of its development
        Different questions were pressing at different stages.
        Stages may be separated by decisive events, with causes and signs of each turn [to be filled in: material].
        Explaining the past by the present overlooks the choices that were open then.
        A division into stages is useful if it accounts for known changes.
        see the rival explanation | answer the strongest rival explanation
        Most observations admit of more than one account.
        The competing account should be stated at its strongest, and a finding named that would decide between them.
        Leaving out unfavourable explanations weakens the conclusion.
        The argument is stronger if the rival account predicts something that is not found.
        see the quality of the evidence | state where the material comes from
        The origin of the material limits what can be concluded.
        Primary and secondary material may be separated, with date, manner of collection and limits.
        A single source cannot be freed of its point of view.
        Independent sources that agree lend support to the facts.
        """
    )
}
