package web

import (
	"encoding/json"
	"fmt"
	"html/template"
	"math"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"minyi/domain/civic"
)

type urlValues = url.Values

// messages are the words of the pages. A language without a file has those of English.
func messages(locale civic.Locale) map[string]string { return allMessages()[locale.BuiltIn()] }

var allMessages = sync.OnceValue(func() map[civic.Locale]map[string]string {
	all := map[civic.Locale]map[string]string{}
	for _, locale := range []civic.Locale{civic.Chinese, civic.English} {
		raw, err := files.ReadFile("messages/" + string(locale) + ".json")
		civic.Must(err)
		table := map[string]string{}
		civic.Must(json.Unmarshal(raw, &table))
		all[locale] = table
	}
	return all
})

// functions are what templates call, in one language.
func (s *Site) functions(locale civic.Locale) template.FuncMap {
	chinese := locale.BuiltIn() == civic.Chinese
	said := messages(locale)
	words := s.Words(locale)
	return template.FuncMap{
		"base":   func() string { return "/" + string(locale) },
		"locale": func() string { return langTag(string(locale)) },
		"asset":  s.assets.address,
		"footer": func() string { return s.Footer[string(locale)] },
		"t":      func(key string, values ...any) (string, error) { return tell(said, key, values) },
		"word":   func(enum string, value any) (string, error) { return wordOf(words, enum, value) },
		"number": number,
		"share": func(part any) string {
			return strconv.FormatFloat(math.Round(toFloat(part)*1000)/10, 'f', -1, 64) + "%"
		},
		"day":       func(day any) string { return dayIn(day, chinese) },
		"at":        func(zone string, instant any) string { return instantIn(zone, instant, chinese, true) },
		"on":        func(zone string, instant any) string { return instantIn(zone, instant, chinese, false) },
		"closing":   func(zone string, instant, day any) string { return closingIn(zone, instant, day, chinese) },
		"remaining": func(closesAt any) (string, error) { return remaining(said, time.Now(), closesAt) },
		"lang":      func(text any) template.HTMLAttr { return langOf(text, locale) },
		"link":      webAddress,
		"dict":      dict,
		"add":       func(a, b int) int { return a + b },
		"short":     short,
		"list":      func(values ...string) []string { return values },
	}
}

// tell writes a message with the values of its names in braces. Numbers choose between key and key.one.
func tell(said map[string]string, key string, values []any) (string, error) {
	if len(values) == 2 && values[0] == "n" && fmt.Sprint(values[1]) == "1" && said[key+".one"] != "" {
		key += ".one"
	}
	text, has := said[key]
	if !has {
		return "", fmt.Errorf("there is no message %s", key)
	}
	for i := 0; i+1 < len(values); i += 2 {
		text = strings.ReplaceAll(text, "{"+fmt.Sprint(values[i])+"}", shown(values[i+1]))
	}
	return text, nil
}

func shown(value any) string {
	if _, text := value.(string); text {
		return value.(string)
	}
	return number(value)
}

// wordOf is the word of an enum's value.
func wordOf(words map[string]map[string]string, enum string, value any) (string, error) {
	word, has := words[enum][fmt.Sprint(value)]
	if !has {
		return "", fmt.Errorf("there is no word for %s.%v", enum, value)
	}
	return word, nil
}

// number writes a number with a comma at each thousand.
func number(value any) string {
	text := fmt.Sprint(value)
	if f, fraction := value.(float64); fraction {
		text = strconv.FormatFloat(math.Round(f*100)/100, 'f', -1, 64)
	}
	whole, rest, cut := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if cut {
		return whole + "." + rest
	}
	return whole
}

func toFloat(value any) float64 {
	switch v := value.(type) {
	case int:
		return float64(v)
	case float64:
		return v
	}
	return 0
}

// dayIn writes a calendar day.
func dayIn(day any, chinese bool) string {
	at, err := time.Parse(time.DateOnly, fmt.Sprint(day))
	if err != nil {
		return ""
	}
	return at.Format(dayForm(chinese))
}

func dayForm(chinese bool) string {
	if chinese {
		return "2006年1月2日"
	}
	return "2 January 2006"
}

// instantIn writes an instant in a time zone.
func instantIn(zone string, instant any, chinese, clock bool) string {
	at, err := time.Parse(time.RFC3339, fmt.Sprint(instant))
	if err != nil {
		return ""
	}
	form := dayForm(chinese)
	switch {
	case clock && chinese:
		form += " 15:04"
	case clock:
		form += ", 15:04"
	}
	return at.In(civic.TimeZone(zone)).Format(form)
}

// closingIn writes the end of a period: its last day, and the time of day unless the period lasts to the end of that day.
func closingIn(zone string, instant, day any, chinese bool) string {
	at, err := time.Parse(time.RFC3339, fmt.Sprint(instant))
	if err != nil || at.In(civic.TimeZone(zone)).Format("15:04") == "00:00" {
		return dayIn(day, chinese)
	}
	return instantIn(zone, instant, chinese, true)
}

// remaining writes the time until the end of a period, in whole days or hours of which the last has begun. It is empty after the end.
func remaining(said map[string]string, now time.Time, closesAt any) (string, error) {
	at, err := time.Parse(time.RFC3339, fmt.Sprint(closesAt))
	left := at.Sub(now)
	switch {
	case err != nil || left <= 0:
		return "", nil
	case left < time.Hour:
		return tell(said, "remaining.soon", nil)
	case left > 24*time.Hour:
		return tell(said, "remaining.days", []any{"n", int(math.Ceil(left.Hours() / 24))})
	}
	return tell(said, "remaining.hours", []any{"n", int(math.Ceil(left.Hours()))})
}

// langTag is the language of a text as browsers know it: Chinese is written in simplified characters.
func langTag(locale string) string {
	if locale == "zh" || locale == "zh-CN" {
		return "zh-Hans"
	}
	return locale
}

// langOf says the language of a text that is not that of the page. The API does not say it, so that the script has to tell.
func langOf(text any, page civic.Locale) template.HTMLAttr {
	han, latin := false, false
	for _, r := range fmt.Sprint(text) {
		han, latin = han || unicode.Is(unicode.Han, r), latin || unicode.Is(unicode.Latin, r)
	}
	switch chinese := page.BuiltIn() == civic.Chinese; {
	case han && !chinese:
		return `lang="zh-Hans"`
	case latin && !han && chinese:
		return `lang="en"`
	}
	return ""
}

// webAddress is an address that people may follow; empty for any other scheme than HTTP.
func webAddress(address any) string {
	u, err := url.Parse(fmt.Sprint(address))
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	return u.String()
}

// dict makes a map for a part of a template.
func dict(values ...any) map[string]any {
	made := map[string]any{}
	for i := 0; i+1 < len(values); i += 2 {
		made[fmt.Sprint(values[i])] = values[i+1]
	}
	return made
}

// short cuts a text.
func short(length int, text any) string {
	if text == nil {
		return ""
	}
	if runes := []rune(fmt.Sprint(text)); len(runes) > length {
		return string(runes[:length]) + "…"
	}
	return fmt.Sprint(text)
}
