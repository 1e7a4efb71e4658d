/// The figures that a text gives, in order of the text.
func figures(in text: ReadText) -> [ProposedStatistic] { [] }
