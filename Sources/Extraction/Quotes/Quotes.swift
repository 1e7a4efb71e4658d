/// The quotes of a text, in order of the text.
func quotes(in text: ReadText) -> [ProposedQuote] { [] }
