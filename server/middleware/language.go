package middleware

import (
	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/text/language"

	"minyi/domain/civic"
)

// The languages of Minyi. The first is the default.
var (
	languages = language.NewMatcher([]language.Tag{language.Chinese, language.English})
	locales   = []civic.Locale{civic.Chinese, civic.English}
)

// The limits of the cache of parsed Accept-Language headers. Browsers send few different values.
const (
	maxCachedHeaders = 1000
	maxCachedLength  = 200 // bytes of one header
)

var localeCache, _ = lru.New[string, civic.Locale](maxCachedHeaders) // New fails only for a size of 0

// localeOf chooses the language of the reply from an Accept-Language header. The default is Chinese.
func localeOf(header string) civic.Locale {
	if header == "" {
		return locales[0]
	}
	if locale, cached := localeCache.Get(header); cached {
		return locale
	}
	_, at := language.MatchStrings(languages, header)
	if len(header) <= maxCachedLength {
		localeCache.Add(header, locales[at])
	}
	return locales[at]
}
