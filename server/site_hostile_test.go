package main

import (
	"fmt"
	"strings"
	"testing"
)

// hostileText is what an attacker would write into every text: it would run in a page that does not escape it for its place.
const hostileText = `<img src=x onerror="window.ran=1"><script>window.ran=1</script>'"--></title><svg onload=window.ran=1>{{.}}`

// TestNothingHostileRuns puts hostile words into every text that people and departments write, and reads every page in a browser: nothing runs,
// and the content policy has nothing to refuse.
func TestNothingHostileRuns(t *testing.T) {
	t.Parallel()
	p := startExample(t)
	db := p.behind()
	text := "'" + strings.ReplaceAll(hostileText, "'", "''") + "'"
	for _, column := range []string{"comments.body", "clauses.text", "clauses.heading", "clauses.label", "drafts.title", "public_concerns.summary", "policy_events.reason",
		"consultations.shortening_reason", "themes.definition", "themes.example", "disclosure_catalogues.field", "channels.name"} {
		table, name, _ := strings.Cut(column, ".")
		if _, err := db.Exec(fmt.Sprintf(`UPDATE %[1]s SET %[2]s = %[2]s || %[3]s WHERE %[2]s IS NOT NULL`, table, name, text)); err != nil {
			t.Fatalf("%s: %v", column, err)
		}
	}
	// texts in languages stand in JSON as {"zh": "…", "en": "…"}
	inJSON := "'" + strings.ReplaceAll(strings.ReplaceAll(hostileText, `"`, `\"`), "'", "''") + "'"
	for _, column := range []string{"departments.name", "consultations.title", "consultations.notice", "drafts.explanatory_note", "policy_records.title", "surveys.title", "surveys.introduction",
		"survey_versions.questions", "official_responses.reason", "feedback_reports.summary", "themes.title", "notices.title", "notices.body", "contents.words", "catalogue_items.words",
		"jurisdiction_profiles.title", "jurisdiction_profiles.source_article"} {
		table, name, _ := strings.Cut(column, ".")
		if _, err := db.Exec(fmt.Sprintf(`UPDATE %[1]s SET %[2]s = CAST(regexp_replace(CAST(%[2]s AS text), '"(zh|en)": "', '"\1": "' || %[3]s, 'g') AS jsonb) WHERE %[2]s IS NOT NULL`,
			table, name, strings.ReplaceAll(inJSON, `\`, `\\`))); err != nil {
			t.Fatalf("%s: %v", column, err)
		}
	}
	if _, err := db.Exec(`UPDATE feedback_reports SET content = regexp_replace(content, '"(zh|en)":"', '"\1":"' || ` + strings.ReplaceAll(inJSON, `\`, `\\`) + `, 'g')`); err != nil {
		t.Fatal(err)
	}
	browseAt(t, p, "hostile.mjs", 4)
}
