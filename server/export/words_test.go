package export

import (
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"minyi"
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
)

// Every column that is not a question's has a heading in both languages.
func TestHeadings(t *testing.T) {
	t.Parallel()
	columns := civic.ColumnsOf(consult.ChangedCommentFields(civic.Actor{}, consult.Consultation{Timezone: "Asia/Shanghai"}))
	columns = append(columns, civic.ColumnsOf(survey.ResponseFields(nil, "Asia/Shanghai"))...)
	columns = append(columns, civic.ColumnsOf(survey.CountFields())...)
	used := map[string]bool{}
	for _, c := range columns {
		used[c.Key] = true
		if zh, en := heading(c, civic.Chinese), heading(c, civic.English); zh == "" || en == "" || zh == en {
			t.Errorf("%s is headed %q and %q", c.Key, zh, en)
		}
	}
	for key := range headings {
		if !used[key] {
			t.Errorf("no column is called %s", key)
		}
	}
}

// Every value of the enums that exports show has words in both languages.
func TestWordsOfEnums(t *testing.T) {
	t.Parallel()
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: minyi.Schema})
	if err != nil {
		t.Fatal(err)
	}
	for name, typed := range map[string]func(string) any{
		"Stance":           func(v string) any { return consult.Stance(v) },
		"AdoptionOutcome":  func(v string) any { return consult.AdoptionOutcome(v) },
		"ModerationState":  func(v string) any { return consult.ModerationState(v) },
		"ModerationReason": func(v string) any { return consult.ModerationReason(v) },
		"PercentBase":      func(v string) any { return survey.PercentBase(v) },
	} {
		for _, value := range schema.Types[name].EnumValues {
			cell := whole(typed(value.Name))
			zh, en := display(cell, civic.Chinese).(string), display(cell, civic.English).(string)
			if zh == value.Name || en == value.Name || zh == en {
				t.Errorf("%s.%s reads %q and %q", name, value.Name, zh, en)
			}
		}
	}
}
