package export

import (
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"minyi"
	"minyi/consult"
)

// Every column that is not a question's has a heading in both languages.
func TestHeadings(t *testing.T) {
	t.Parallel()
	columns := consult.ColumnsOf(consult.CommentFields(consult.Actor{}, consult.Consultation{Timezone: "Asia/Shanghai"}, false))
	columns = append(columns, consult.ColumnsOf(consult.ResponseFields(nil, "Asia/Shanghai"))...)
	columns = append(columns, consult.ColumnsOf(consult.CountFields())...)
	used := map[string]bool{}
	for _, c := range columns {
		used[c.Key] = true
		if zh, en := heading(c, consult.Chinese), heading(c, consult.English); zh == "" || en == "" || zh == en {
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
		"PercentBase":      func(v string) any { return consult.PercentBase(v) },
	} {
		for _, value := range schema.Types[name].EnumValues {
			cell := whole(typed(value.Name))
			zh, en := read(cell, consult.Chinese).(string), read(cell, consult.English).(string)
			if zh == value.Name || en == value.Name || zh == en {
				t.Errorf("%s.%s reads %q and %q", name, value.Name, zh, en)
			}
		}
	}
}
