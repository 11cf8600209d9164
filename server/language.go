package main

import (
	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/text/language"

	"minyi/domain/civic"
)

// languages are those that Minyi speaks, the usual one first.
var (
	languages = language.NewMatcher([]language.Tag{language.Chinese, language.English})
	locales   = []civic.Locale{civic.Chinese, civic.English}
)

// What was found for headers Accept-Language, of which the world's browsers send few.
const (
	keptPreferences   = 1000
	longestPreference = 200 // in bytes
)

var preferences, _ = lru.New[string, civic.Locale](keptPreferences) // fails for no size alone

// localeOf reads from a header Accept-Language which language its reader prefers of those that Minyi speaks, Chinese where it
// prefers none.
func localeOf(accepted string) civic.Locale {
	if accepted == "" {
		return locales[0]
	}
	if locale, known := preferences.Get(accepted); known {
		return locale
	}
	_, at := language.MatchStrings(languages, accepted)
	if len(accepted) <= longestPreference {
		preferences.Add(accepted, locales[at])
	}
	return locales[at]
}
