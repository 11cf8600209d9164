package graph_test

import (
	"slices"
	"strings"
	"testing"

	"minyi/graph/graphtest"
)

// A text is written and read in the languages of the installation only.
func TestLanguagesOfTexts(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	admin := city.Staff("admin", "", "ADMIN")
	const create = `mutation ($input: CreateDepartmentInput!) { createDepartment(input: $input) { department { id } userErrors { code field message } } }`
	named := func(code string, texts ...string) map[string]any {
		var name []any
		for i := 0; i < len(texts); i += 2 {
			name = append(name, map[string]any{"locale": texts[i], "text": texts[i+1]})
		}
		return map[string]any{"code": code, "name": name}
	}
	for _, c := range []struct {
		texts []string
		want  []string
	}{
		{[]string{"fr", "Eau"}, []string{"UNKNOWN_LOCALE name.0.locale"}},
		{[]string{"zh", "水", "not a language", "Eau"}, []string{"UNKNOWN_LOCALE name.1.locale"}},
		{[]string{"zh", "水", "ZH", "水务"}, []string{"DUPLICATE name"}},
	} {
		if got := graphtest.Problems(admin.Ask(create, "input", named("WATER", c.texts...))); !slices.Equal(got, c.want) {
			t.Errorf("%q is refused as %q", c.texts, got)
		}
	}
	id := admin.Must(create, "input", named("WATER", "ZH", "水务局")).Get("createDepartment.department.id").String()
	const read = `query ($id: ID!, $locale: Locale) { node(id: $id) { ... on Department { name(locale: $locale) } } }`
	for locale, want := range map[string]string{"zh": "水务局", "en": "水务局"} {
		if got := admin.Must(read, "id", id, "locale", locale).Get("node.name").String(); got != want {
			t.Errorf("in %s the name is %q", locale, got)
		}
	}
	for _, query := range []string{read, strings.NewReplacer("locale: $locale", `locale: "fr"`, ", $locale: Locale", "").Replace(read)} {
		if got := graphtest.Problems(admin.Ask(query, "id", id, "locale", "fr")); !slices.Equal(got, []string{"UNKNOWN_LOCALE"}) {
			t.Errorf("%s is refused as %q", query, got)
		}
	}
}

// A resident learns of a deadline in the time zone of the consultation.
func TestDeadlineIsToldInItsZone(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	city.SQL.MustExec(`UPDATE consultations SET opens_at = '2025-01-01T00:00:00Z', closes_at = '2025-03-01T16:00:00Z'`)
	li := city.Resident("li")
	for locale, want := range map[string]string{
		"zh": "征集期已于2025年3月1日24:00（北京时间 / Asia/Shanghai, UTC+8）结束。",
		"en": "The comment period ended at 1 March 2025, 24:00 (UTC+8, Asia/Shanghai).",
	} {
		li.Locale = locale
		got := li.Ask(`mutation ($id: ID!) { submitComment(input: {consultationId: $id, body: "赞成"}) { userErrors { code message } } }`, "id", asked.Consultation)
		if message := got.Get("data.submitComment.userErrors.0.message").String(); message != want {
			t.Errorf("in %s it says %q", locale, got)
		}
	}
}
