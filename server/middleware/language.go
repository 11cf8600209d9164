package middleware

import (
	lru "github.com/hashicorp/golang-lru/v2"

	"minyi/domain/civic"
)

// The limits of the cache of parsed Accept-Language headers. Browsers send few different values.
const (
	maxCachedHeaders = 1000
	maxCachedLength  = 200 // bytes of one header
)

var localeCache, _ = lru.New[string, civic.Locale](maxCachedHeaders) // New fails only for a size of 0

// localeOf chooses the language of the reply from an Accept-Language header. Without a header it is the installation's default.
func localeOf(header string) civic.Locale {
	if header == "" {
		return ""
	}
	if locale, cached := localeCache.Get(header); cached {
		return locale
	}
	locale := civic.NegotiateLocale(header)
	if len(header) <= maxCachedLength {
		localeCache.Add(header, locale)
	}
	return locale
}
