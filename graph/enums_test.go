package graph_test

import (
	"testing"

	"github.com/tidwall/gjson"

	"minyi/graph/graphtest"
)

// TestEnumsInVariablesAreExact writes names of enums' values in another case, wherever variables hold them.
func TestEnumsInVariablesAreExact(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	said := commentOn(city.Resident("li"), map[string]any{"consultationId": asked.Consultation, "body": "赞成"})
	department := city.Anyone().Must(`{ departments { nodes { id } } }`).Get("departments.nodes.0.id").String()
	const (
		comment  = `mutation ($input: SubmitCommentInput!) { submitComment(input: $input) { comment { id } userErrors { code } } }`
		stance   = `mutation ($to: ID!, $stance: Stance) { submitComment(input: {consultationId: $to, body: "x", stance: $stance}) { comment { id } userErrors { code } } }`
		survey   = `mutation ($input: CreateSurveyInput!) { createSurvey(input: $input) { survey { id } userErrors { code } } }`
		moderate = `mutation ($input: ModerateCommentInput!) { moderateComment(input: $input) { comment { id } userErrors { code } } }`
		list     = `query ($status: [ConsultationStatus!]) { consultations(filter: {status: $status}) { totalCount } }`
	)
	question := func(kind, locale string) map[string]any {
		return map[string]any{"key": "q", "kind": kind, "title": []any{map[string]any{"locale": "zh", "text": "？"}, map[string]any{"locale": locale, "text": "?"}}}
	}
	surveyOf := func(questions ...any) map[string]any {
		return map[string]any{"departmentId": department, "title": []any{map[string]any{"locale": "zh", "text": "问卷"}}, "questions": questions}
	}
	commentOf := func(stance any) map[string]any {
		return map[string]any{"consultationId": asked.Consultation, "body": "x", "stance": stance}
	}
	for name, c := range map[string]struct {
		as        *graphtest.Client
		query     string
		variables []any
		field     string // of the refusal; empty where it is taken
	}{
		"a field":                   {city.Resident("a"), comment, []any{"input", commentOf("support")}, `["variables","input","stance"]`},
		"an exact field":            {city.Resident("b"), comment, []any{"input", commentOf("SUPPORT")}, ""},
		"a variable":                {city.Resident("d"), stance, []any{"to", asked.Consultation, "stance", "Support"}, `["variables","stance"]`},
		"an exact variable":         {city.Resident("e"), stance, []any{"to", asked.Consultation, "stance", "SUPPORT"}, ""},
		"no variable":               {city.Resident("f"), stance, []any{"to", asked.Consultation}, ""},
		"a field of another enum":   {city.Moderator(), moderate, []any{"input", map[string]any{"commentId": said, "decision": "hide", "reason": "DUPLICATE"}}, `["variables","input","decision"]`},
		"an object in a list":       {city.Editor(), survey, []any{"input", surveyOf(question("TEXT", "en"), question("text", "en"))}, `["variables","input","questions","1","kind"]`},
		"an object for a list":      {city.Editor(), survey, []any{"input", map[string]any{"departmentId": department, "title": []any{}, "questions": question("text", "en")}}, `["variables","input","questions","0","kind"]`},
		"a list":                    {city.Anyone(), list, []any{"status", []any{"OPEN", "Closed"}}, `["variables","status","1"]`},
		"an exact list":             {city.Anyone(), list, []any{"status", []any{"OPEN", "CLOSED"}}, ""},
		"a value for a list":        {city.Anyone(), list, []any{"status", "open"}, `["variables","status","0"]`},
		"an exact value for a list": {city.Anyone(), list, []any{"status", "OPEN"}, ""},
		"null for a list":           {city.Anyone(), list, []any{"status", nil}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer := c.as.Ask(c.query, c.variables...)
			if c.field == "" {
				if answer.Get("errors").Exists() || answer.Get("data.*.userErrors.0").Exists() {
					t.Error(answer.Raw)
				}
				return
			}
			refused := answer.Get("errors.0.extensions")
			if refused.Get("code").String() != "BAD_REQUEST" || refused.Get("field").Raw != c.field || answer.Get("data").Type != gjson.Null {
				t.Error(answer.Raw)
			}
		})
	}
}
