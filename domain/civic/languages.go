package civic

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/text/language"
)

// Languages are the languages of an installation. The first one is the default.
type Languages struct {
	all     []Locale
	matcher language.Matcher
}

// NewLanguages reads a list of BCP 47 tags. It returns an error for an empty list, for a text that is no tag, and for a language
// that stands twice.
func NewLanguages(tags ...string) (Languages, error) {
	var l Languages
	var parsed []language.Tag
	for _, text := range tags {
		tag, err := language.Parse(strings.TrimSpace(text))
		if err != nil || tag == language.Und {
			return l, fmt.Errorf("%q is not a language such as zh or pt-BR", text)
		}
		if l.Has(Locale(tag.String())) {
			return l, fmt.Errorf("the language %s stands twice", tag)
		}
		l.all, parsed = append(l.all, Locale(tag.String())), append(parsed, tag)
	}
	if len(parsed) == 0 {
		return l, fmt.Errorf("at least one language is needed")
	}
	l.matcher = language.NewMatcher(parsed)
	return l, nil
}

// installed are the languages of this installation: those of Minyi's own words until the program sets others.
var installed = func() *atomic.Pointer[Languages] {
	usual, err := NewLanguages(string(Chinese), string(English))
	Must(err)
	var kept atomic.Pointer[Languages]
	kept.Store(&usual)
	return &kept
}()

// languages returns the languages of this installation.
func languages() Languages { return *installed.Load() }

// UseLanguages sets the languages of this installation. The program calls it before it serves anybody.
func UseLanguages(l Languages) { installed.Store(&l) }

// NegotiateLocale chooses the language of the installation that suits an Accept-Language header best.
func NegotiateLocale(header string) Locale { return languages().Negotiate(header) }

// KnownLocale reports whether the language is one of the installation.
func KnownLocale(l Locale) bool { return languages().Has(l) }

// Has reports whether the list holds the language.
func (l Languages) Has(wanted Locale) bool { return slices.Contains(l.all, wanted) }

// All returns the languages in their order.
func (l Languages) All() []Locale { return slices.Clone(l.all) }

// Negotiate chooses the language that suits an Accept-Language header best. It is the default where none suits.
func (l Languages) Negotiate(header string) Locale {
	_, at := language.MatchStrings(l.matcher, header)
	return l.all[at]
}

// Pick returns a text in the wanted language, otherwise in its base language, otherwise in the default language, otherwise in the
// first language in alphabetical order.
func (l Languages) Pick(t Localized, wanted Locale) string {
	for _, locale := range [...]Locale{wanted, wanted.Base(), l.all[0]} {
		if text, has := t[locale]; has {
			return text
		}
	}
	first := ""
	for locale := range t {
		if first == "" || string(locale) < first {
			first = string(locale)
		}
	}
	return t[Locale(first)]
}

// String lists the languages, separated by commas.
func (l Languages) String() string {
	tags := make([]string, len(l.all))
	for i, locale := range l.all {
		tags[i] = string(locale)
	}
	return strings.Join(tags, ", ")
}
