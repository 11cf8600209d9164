package civic

// LocalizedTextInput is a text in one language.
type LocalizedTextInput struct {
	Locale Locale
	Text   string
}

// Localize turns the texts of an input into one Localized. It returns nil if there are none.
func Localize(texts []LocalizedTextInput) Localized {
	if len(texts) == 0 {
		return nil
	}
	all := make(Localized, len(texts))
	for _, text := range texts {
		all[text.Locale] = text.Text
	}
	return all
}
