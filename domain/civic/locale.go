package civic

import (
	"io"
	"strconv"
	"strings"

	"golang.org/x/text/language"
)

// Locale is a language: a tag of BCP 47 in its canonical form, such as zh or zh-Hant.
type Locale string

// The languages of Minyi's own words. They are also the default languages of an installation.
const (
	Chinese Locale = "zh"
	English Locale = "en"
)

// UnknownLocale refuses a language in which the installation publishes nothing.
var UnknownLocale = NewCode("UNKNOWN_LOCALE", "不支持这种语言，可用的语言：{allowed}。", "This language is not supported; the languages are {allowed}.")

// parseLocale returns the canonical form of a tag. It returns a text that is no tag as it is, and no list holds such a text.
func parseLocale(text string) Locale {
	if tag, err := language.Parse(text); err == nil {
		return Locale(tag.String())
	}
	return Locale(text)
}

// Base returns the language without script, region and variants: zh for zh-Hant.
func (l Locale) Base() Locale {
	base, _, _ := strings.Cut(string(l), "-")
	return Locale(base)
}

// BuiltIn returns the language in which Minyi's own words reach a reader of this language: Chinese for every kind of Chinese,
// otherwise English.
func (l Locale) BuiltIn() Locale {
	if l.Base() == Chinese {
		return Chinese
	}
	return English
}

// MarshalGQL writes the tag into a GraphQL response.
func (l Locale) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(l))) }

// UnmarshalGQL reads a tag from a GraphQL request. It accepts every language: the check of the input refuses the unknown ones with
// their paths.
func (l *Locale) UnmarshalGQL(v any) error {
	text, is := v.(string)
	if !is {
		return Refuse(UnknownLocale, "", Allowed(languages().String()))
	}
	*l = parseLocale(text)
	return nil
}

// WantedLocale is the language in which a reader asks for a text. It is a language of the installation.
type WantedLocale Locale

// MarshalGQL writes the tag into a GraphQL response.
func (l WantedLocale) MarshalGQL(w io.Writer) { Locale(l).MarshalGQL(w) }

// UnmarshalGQL reads a tag from a GraphQL request. It refuses a language that is not one of the installation as UNKNOWN_LOCALE.
func (l *WantedLocale) UnmarshalGQL(v any) error {
	if err := (*Locale)(l).UnmarshalGQL(v); err != nil {
		return err
	}
	return checkLocale("", Locale(*l))
}

// checkLocale refuses a language that is not one of the installation as UNKNOWN_LOCALE.
func checkLocale(field string, l Locale) error {
	if !languages().Has(l) {
		return Refuse(UnknownLocale, field, Allowed(languages().String()))
	}
	return nil
}
