extension Field {
    /// In which field of life an English title lies, see ``chinese``.
    static let english: [Field] = read(
        """
        garden: garden gardening plant plants tomato tomatoes balcony houseplant houseplants succulents flowers roses herbs
           vegetables lawn compost orchids
        pets: cat cats dog dogs puppy kitten pet pets rabbit rabbits hamster parrot aquarium
        home: house apartment flat bathroom renovation decluttering storage tidying cleaning furniture rent
           moving wardrobe
        family: parenting children kids child toddler teenager teenagers family baby homework bedtime
        health: health sleep fitness exercise running yoga weight stress workout marathon walking habits diet training
        drinks: coffee espresso tea matcha latte
        food: cooking recipe recipes bread breakfast dinner baking soup cake kitchen meal meals food pasta
        skin: skin skincare makeup make-up sunscreen acne beauty moisturiser moisturizer hair
        travel: travel trip trips holiday vacation journey hiking camping backpacking itinerary city weekend flight
        money: money saving budget investing debt finance finances retirement mortgage savings tax taxes salary income
        software: swift python programming code coding software app apps javascript rust linux ai chatgpt database computer
           prompts
        study: study studying learning exam exams language languages english spanish math mathematics reading vocabulary
           students school university memory
        media: blog blogging youtube podcast content newsletter writing marketing instagram tiktok video videos seo audience
        work: remote meetings meeting office team teams productivity career interview colleagues project management
        """
    )
}

extension Domain {
    /// The English lexicon of a field; each is read when a title first asks for it.
    static func english(_ id: String) -> Domain? { englishFields[id]?() }

    private static let englishFields: [String: @Sendable () -> Domain] = [
        "garden": { englishGarden }, "pets": { englishPets }, "home": { englishHome }, "family": { englishFamily },
        "health": { englishHealth }, "food": { englishFood }, "drinks": { englishDrinks }, "skin": { englishSkin },
        "travel": { englishTravel },
        "money": { englishMoney }, "software": { englishSoftware }, "study": { englishStudy },
        "media": { englishMedia }, "work": { englishWork },
    ]
}
