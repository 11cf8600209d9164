package graph_test

import (
	"slices"
	"testing"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

const (
	corrections        = ` { totalCount nodes { field before(locale: "zh") after(locale: "zh") reason } }`
	updateConsultation = `mutation ($input: UpdateConsultationInput!) { updateConsultation(input: $input) { consultation { title(locale: "zh") english: title(locale: "en") notice(locale: "zh") corrections ` + corrections + ` } userErrors { code field message } } }`
	updateRecord       = `mutation ($input: UpdatePolicyRecordInput!) { updatePolicyRecord(input: $input) { policyRecord { title(locale: "zh") corrections ` + corrections + ` } userErrors { code field message } } }`
	updateSurvey       = `mutation ($input: UpdateSurveyInput!) { updateSurvey(input: $input) { survey { title(locale: "zh") introduction(locale: "zh") corrections ` + corrections + ` } userErrors { code field message } } }`
)

// in is a text in one language.
func in(locale, text string) []any {
	return []any{map[string]any{"locale": locale, "text": text}}
}

// A typing error in a public title and notice is corrected: everybody reads the new texts, and what was corrected.
func TestTitleOfConsultationIsCorrected(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic("title", append(in("zh", "物业管理办发"), in("en", "Property rules")...), "notice", in("zh", "请提意建。"))
	input := map[string]any{"consultationId": asked.Consultation, "title": in("zh", "物业管理办法"), "notice": in("zh", "请提意见。"), "reason": "更正错别字。"}
	got := city.Publisher().Must(updateConsultation, "input", input).Get("updateConsultation.consultation")
	if got.Get("title").String() != "物业管理办法" || got.Get("english").String() != "Property rules" || got.Get("notice").String() != "请提意见。" {
		t.Errorf("corrected, it reads %s", got)
	}
	if notes := got.Get("corrections.nodes").Raw; notes != `[{"field":"NOTICE","before":"请提意建。","after":"请提意见。","reason":"更正错别字。"},{"field":"TITLE","before":"物业管理办发","after":"物业管理办法","reason":"更正错别字。"}]` {
		t.Errorf("the public notes are %s", notes)
	}
	again := city.Publisher().Must(updateConsultation, "input", input).Get("updateConsultation.consultation.corrections.totalCount").Int()
	if again != 2 {
		t.Errorf("the same texts again leave %d notes", again)
	}
	events := city.Anyone().Must(`query ($id: ID!) { policyRecord(id: $id) { timeline { nodes { kind reason subject { ... on Correction { before(locale: "zh") } } } } } }`, "id", asked.Record).Get("policyRecord.timeline.nodes")
	if first := events.Get("1"); first.Get("kind").String() != "TEXT_CORRECTED" || first.Get("subject.before").String() != "物业管理办发" {
		t.Errorf("the timeline says %s", events)
	}
	for _, c := range []struct {
		who    *graphtest.Client
		change []any
		want   []string
	}{
		{city.Editor(), nil, []string{"FORBIDDEN"}},
		{city.Publisher(), []any{"title", nil, "notice", nil}, []string{"REQUIRED title"}},
		{city.Publisher(), []any{"reason", " "}, []string{"REASON_REQUIRED reason"}},
		{city.Publisher(), []any{"title", in("zh", " ")}, []string{"EMPTY title.0.text"}},
	} {
		if got := graphtest.Problems(c.who.Ask(updateConsultation, "input", with(input, c.change...))); !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.change, got, c.want)
		}
	}
}

// A record is found by its department alone until its first release. What was corrected before needs no public note.
func TestRecordBeforeItsRelease(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	record := city.Record()
	const find = `query ($id: ID!) { policyRecord(id: $id) { title(locale: "zh") } node(id: $id) { id } policyRecords(filter: {title: "物业"}) { totalCount } search(text: "物业管理") { totalCount } }`
	for name, who := range map[string]*graphtest.Client{"nobody": city.Anyone(), "a resident": city.Resident("li"), "another department": city.Staff("wang", "PARKS", civic.Editor)} {
		if got := who.Must(find, "id", record); got.Raw != `{"policyRecord":null,"node":null,"policyRecords":{"totalCount":0},"search":{"totalCount":0}}` {
			t.Errorf("%s finds %s", name, got)
		}
	}
	for name, who := range map[string]*graphtest.Client{"its editor": city.Editor(), "an auditor": city.Staff("zhao", "", civic.Auditor)} {
		if got := who.Must(find, "id", record); got.Get("policyRecord.title").String() != "物业管理办法" || got.Get("policyRecords.totalCount").Int() != 1 {
			t.Errorf("%s finds %s", name, got)
		}
	}
	input := map[string]any{"policyRecordId": record, "title": in("zh", "物业管理条例")}
	if got := city.Publisher().Must(updateRecord, "input", input).Get("updatePolicyRecord.policyRecord"); got.Get("title").String() != "物业管理条例" || got.Get("corrections.totalCount").Int() != 0 {
		t.Errorf("before the release: %s", got)
	}
	survey := city.WriteSurvey("LIVE", graphtest.Questions())
	city.Publisher().Must(launch, "input", map[string]any{"policyRecordId": record, "surveyIds": []string{survey}, "closesOn": inDays(60)})
	if got := city.Anyone().Must(find, "id", record); got.Get("policyRecord.title").String() != "物业管理条例" || got.Get("policyRecords.totalCount").Int() != 1 {
		t.Errorf("released, it is found as %s", got)
	}
	if got := city.Publisher().Must(updateRecord, "input", with(input, "title", in("zh", "物业管理规定"))).Get("updatePolicyRecord.policyRecord.corrections"); got.Get("nodes.0.before").String() != "物业管理条例" {
		t.Errorf("after the release: %s", got)
	}
}

// The title and the introduction of a survey are corrected, before its launch without a note, and then with one.
func TestTextsOfSurveyAreCorrected(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	survey := city.WriteSurvey("LIVE", graphtest.Questions())
	input := map[string]any{"surveyId": survey, "title": in("zh", "物业问卷")}
	if got := city.Publisher().Must(updateSurvey, "input", input).Get("updateSurvey.survey"); got.Get("title").String() != "物业问卷" || got.Get("corrections.totalCount").Int() != 0 {
		t.Errorf("before the launch: %s", got)
	}
	city.Launch(survey, "PSEUDONYMOUS")
	got := city.Publisher().Must(updateSurvey, "input", with(input, "title", nil, "introduction", in("zh", "请说说物业。"))).Get("updateSurvey.survey")
	if got.Get("introduction").String() != "请说说物业。" || got.Get("corrections.nodes.0.field").String() != "INTRODUCTION" || got.Get("corrections.nodes.0.before").String() != "请您谈谈小区的物业服务。" {
		t.Errorf("after the launch: %s", got)
	}
	if got := graphtest.Problems(city.Editor().Ask(updateSurvey, "input", input)); !slices.Equal(got, []string{"FORBIDDEN"}) {
		t.Errorf("an editor alone: %v", got)
	}
}
