package main

import (
	"encoding/csv"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// askedInParks adds a survey with one question to the open consultation of the example, and returns its id.
func (e *exported) askedInParks(question string) string {
	e.t.Helper()
	editor, publisher := e.token("-subject", "editor", "-role", "PARKS:EDITOR"), e.token("-subject", "publisher", "-role", "PARKS:PUBLISHER")
	parks := e.ask("", `{ departments { nodes { id code } } }`).Get(`data.departments.nodes.#(code=="PARKS").id`).String()
	survey := e.mutate(editor, fmt.Sprintf(`createSurvey(input: {departmentId: %q, title: [{locale: "zh", text: "问卷"}, {locale: "en", text: "Survey"}], questions: [%s]}) {
		survey { id } userErrors { code field } }`, parks, question)).Get("createSurvey.survey.id").String()
	e.mutate(publisher, fmt.Sprintf(`addSurvey(input: {consultationId: %q, surveyId: %q}) { userErrors { code field } }`, e.parks, survey))
	return survey
}

// answers submits a response of a resident.
func (e *exported) answers(resident, survey, answer string) {
	e.t.Helper()
	e.mutate(e.token("-subject", resident), fmt.Sprintf(`submitSurveyResponse(input: {surveyId: %q, answers: [%s]}) { userErrors { code field message } }`, survey, answer))
}

// table exports the responses to a survey as CSV in English, and returns the rows without the columns of the response itself.
func (e *exported) table(survey string) (rows [][]string) {
	e.t.Helper()
	all, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(e.get("/export/responses.csv?id="+survey, "Authorization", e.analyst, "Accept-Language", "en").body, "\ufeff"))).ReadAll()
	if err != nil {
		e.t.Fatal(err)
	}
	for _, row := range all {
		rows = append(rows, append([]string{row[1]}, row[4:]...))
	}
	return rows
}

// TestColumnOfTwoKinds exports a question that first took words and then numbers.
func TestColumnOfTwoKinds(t *testing.T) {
	t.Parallel()
	e := startExported(t)
	const titles = `title: [{locale: "zh", text: "您的年龄？"}, {locale: "en", text: "Age?"}]`
	survey := e.askedInParks(`{key: "age", kind: TEXT, ` + titles + `}`)
	e.answers("li", survey, `{question: "age", text: "forty"}`)
	e.mutate(e.token("-subject", "editor", "-role", "PARKS:EDITOR"), fmt.Sprintf(`reviseSurvey(input: {surveyId: %q, questions: [{key: "age", kind: NUMBER, %s}]}) { userErrors { code field } }`, survey, titles))
	e.answers("wang", survey, `{question: "age", number: 40}`)
	if got, right := e.table(survey), [][]string{{"Version", "Age?", "Age?"}, {"1", "", "forty"}, {"2", "40", ""}}; !reflect.DeepEqual(got, right) {
		t.Errorf("the table is %q", got)
	}
	rows := e.lines("/export/responses.ndjson?id="+survey, e.analyst)
	if rows[0].Get("age@1").String() != "forty" || rows[1].Get("age").Raw != "40" {
		t.Errorf("the rows are %v", rows)
	}
}

// TestTextsThatSpreadsheetsTakeForNumbers exports texts that a spreadsheet changes when it opens CSV. The CSV has them as they were written, which
// the documentation says; a workbook has them as texts.
func TestTextsThatSpreadsheetsTakeForNumbers(t *testing.T) {
	t.Parallel()
	e := startExported(t)
	survey := e.askedInParks(`{key: "t", kind: TEXT, title: [{locale: "zh", text: "字"}, {locale: "en", text: "Text"}]}`)
	texts := []string{"00123", "110101199003070001", "3-4", "1E5", "=1+1"}
	for i, text := range texts {
		e.answers(fmt.Sprint("resident", i), survey, fmt.Sprintf(`{question: "t", text: %q}`, text))
	}
	for i, row := range e.table(survey)[1:] {
		if want := texts[i]; row[1] != want && (want != "=1+1" || row[1] != "'=1+1") {
			t.Errorf("%q is %q in CSV", want, row[1])
		}
	}
	book, err := excelize.OpenReader(strings.NewReader(e.get("/export/responses.xlsx?id="+survey, "Authorization", e.analyst, "Accept-Language", "en").body))
	if err != nil {
		t.Fatal(err)
	}
	sheet := book.GetSheetName(0)
	for i, want := range texts {
		cell := fmt.Sprintf("E%d", i+2)
		value, _ := book.GetCellValue(sheet, cell)
		kind, _ := book.GetCellType(sheet, cell)
		formula, _ := book.GetCellFormula(sheet, cell)
		if value != want || kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString || formula != "" {
			t.Errorf("%q is %q of type %v in XLSX", want, value, kind)
		}
	}
	if said := page(t, "docs/api.md"); !strings.Contains(said, "import the columns as text, or take XLSX") {
		t.Error("docs/api.md does not say how to open such texts")
	}
}
