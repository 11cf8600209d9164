package main

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
)

// unpacked is the text of a file; of a workbook, that of all its parts.
func unpacked(t *testing.T, body string) string {
	t.Helper()
	if !strings.HasPrefix(body, "PK") {
		return body
	}
	book, err := zip.NewReader(bytes.NewReader([]byte(body)), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, part := range book.File {
		in, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, in); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

// No export, for staff or for everybody, in any format, holds words that their author has erased, or the author.
func TestExportsHoldNothingErased(t *testing.T) {
	t.Parallel()
	e := startExported(t)
	const words = "犀牛三号楼"
	li := e.token("-subject", "li-rhinoceros")
	account := e.ask(li, `{ viewer { accountCode } }`).Get("data.viewer.accountCode").String()
	e.ask(li, `mutation { submitComment(input: {consultationId: "`+e.parks+`", stance: OPPOSE, body: "`+words+`", idempotencyKey: "rhinoceros"}) { userErrors { code } } }`)
	said := e.ask(li, `mutation { submitSurveyResponse(input: {surveyId: "`+e.survey+`", answers: [{question: "often", choices: ["daily"]}, {question: "use", choices: ["other"], other: "`+words+`"}]}) { surveyResponse { id } userErrors { message } } }`)
	if said.Get("data.submitSurveyResponse.surveyResponse.id").String() == "" {
		t.Fatal(said.Raw)
	}
	files := func(token string) map[string]string {
		all := map[string]string{}
		for _, path := range []string{"comments.csv?id=" + e.parks, "comments.ndjson?id=" + e.parks, "comments.xlsx?id=" + e.parks, "responses.csv?id=" + e.survey, "responses.ndjson?id=" + e.survey, "responses.xlsx?id=" + e.survey} {
			var headers []string
			if token != "" {
				headers = []string{"Authorization", token}
			}
			got := e.get("/export/"+path, headers...)
			if got.StatusCode != 200 {
				t.Fatalf("%s: %d %s", path, got.StatusCode, got.body)
			}
			all[path] = unpacked(t, got.body)
		}
		return all
	}
	for path, file := range files(e.analyst) {
		if !strings.Contains(file, words) {
			t.Errorf("before the erasure %s is without the words", path)
		}
	}
	if erased := e.ask(li, `mutation { eraseMyData(input: {confirm: true}) { erased { comments surveyResponses } userErrors { message } } }`); erased.Get("data.eraseMyData.erased.comments").Int() != 1 {
		t.Fatal(erased.Raw)
	}
	check := func(who string, all map[string]string) {
		for path, file := range all {
			for _, mark := range []string{words, "rhinoceros", account} {
				if mark != "" && strings.Contains(file, mark) {
					t.Errorf("%s reads %s in %s", who, mark, path)
				}
			}
		}
	}
	check("the analyst", files(e.analyst))
	check("the auditor", files(e.auditor))
	if _, err := e.behind().Exec(`UPDATE consultations SET opens_at = now() - interval '40 days', closes_at = now() - interval '1 second' WHERE withdrawn_at IS NULL`); err != nil {
		t.Fatal(err)
	}
	e.report(e.parks)
	check("everybody", files(""))
	if code, out := e.verifies("-database"); code != 0 {
		t.Errorf("verify says %d: %s", code, out)
	}
}
