package graphtest

import "strings"

// Asking is a survey in an open consultation.
type Asking struct{ Survey, Consultation string }

// said returns a text in Chinese.
func said(text string) []any { return []any{map[string]any{"locale": "zh", "text": text}} }

// options returns options with these keys.
func options(keys string) []any {
	var all []any
	for _, key := range strings.Fields(keys) {
		all = append(all, map[string]any{"key": key, "title": said("选项 " + key)})
	}
	return all
}

// shownIf returns a condition on another question.
func shownIf(question, part string, value any) []any {
	return []any{map[string]any{"question": question, part: value}}
}

// Questions returns a question of each kind. Some are shown only after certain answers, and two allow another option.
func Questions() []map[string]any {
	questions := []map[string]any{
		{"key": "manager", "kind": "SINGLE_CHOICE", "required": true, "options": options("company owners nobody"), "allowOther": true},
		{"key": "wishes", "kind": "MULTIPLE_CHOICE", "options": options("lifts garden parking guards"), "allowOther": true, "max": 3},
		{"key": "fee", "kind": "NUMBER", "required": true, "min": 0, "max": 100, "decimals": 2, "unit": said("元"), "showIf": shownIf("manager", "anyOf", []string{"company"})},
		{"key": "grade", "kind": "RATING"},
		{"key": "complaint", "kind": "TEXT", "required": true, "max": 20, "showIf": shownIf("grade", "max", 2)},
		{"key": "since", "kind": "DATE"},
		{"key": "parts", "kind": "MATRIX", "rows": options("lift stairs"), "options": options("good bad")},
		{"key": "order", "kind": "RANKING", "options": options("price quality speed")},
	}
	for i, q := range questions {
		q["title"], q["page"] = said("题目 "+q["key"].(string)), 1+i/4
	}
	return questions
}

// Answers returns an answer to every question of Questions.
func Answers() []map[string]any {
	return []map[string]any{
		{"question": "order", "ranking": []string{"quality", "price", "speed"}},
		{"question": "manager", "choices": []string{"company"}},
		{"question": "wishes", "choices": []string{"other", "lifts"}, "other": "充电桩"},
		{"question": "fee", "number": 2.5},
		{"question": "grade", "number": 2},
		{"question": "complaint", "text": "电梯常坏"},
		{"question": "since", "date": "2019-06-01"},
		{"question": "parts", "rows": []any{map[string]any{"row": "stairs", "choice": "good"}, map[string]any{"row": "lift", "choice": "bad"}}},
	}
}

// WriteSurvey creates a survey with these questions, as the editor, and returns its id.
func (c *City) WriteSurvey(visibility string, questions []map[string]any) string {
	c.t.Helper()
	department := c.Editor().Must(`query ($id: ID!) { policyRecord(id: $id) { department { id } } }`, "id", c.Record()).Get("policyRecord.department.id").String()
	return c.Editor().Must(`mutation ($input: CreateSurveyInput!) { createSurvey(input: $input) { survey { id } userErrors { code field } } }`,
		"input", map[string]any{"departmentId": department, "title": said("物业服务问卷"), "introduction": said("请您谈谈小区的物业服务。"), "questions": questions, "resultsVisibility": visibility}).
		Get("createSurvey.survey.id").String()
}

// Launch launches a consultation with a survey for about sixty days, as the publisher, and returns its id.
func (c *City) Launch(survey, identityLevel string) string {
	c.t.Helper()
	return c.Publisher().Must(`mutation ($input: LaunchConsultationInput!) { launchConsultation(input: $input) { consultation { id } userErrors { code field message } } }`,
		"input", map[string]any{"policyRecordId": c.Record(), "surveyIds": []string{survey}, "identityLevel": identityLevel, "closesOn": InDays(60)}).
		Get("launchConsultation.consultation.id").String()
}

// PutSurvey launches a survey with a question of each kind and the given visibility of its results.
func (c *City) PutSurvey(visibility string) Asking {
	c.t.Helper()
	survey := c.WriteSurvey(visibility, Questions())
	return Asking{Survey: survey, Consultation: c.Launch(survey, "PSEUDONYMOUS")}
}
