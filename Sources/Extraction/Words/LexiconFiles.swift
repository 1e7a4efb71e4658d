extension Lexicon {
    /// Lexicons/*.txt that the quotes' rules ask; those of the figures are in ``FigureClasses/files``.
    static let files = [
        PackageResources.english_cues_txt, PackageResources.english_grammar_txt, PackageResources.english_people_txt,
        PackageResources.english_names_txt, PackageResources.russian_txt,
    ]
}
