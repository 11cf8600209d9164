package graph_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"minyi/domain/civic"
	"minyi/graph/graphtest"
)

// TestOpenPairsEqualACount reads the cross-table of a large survey while people answer, change and take back, and while their counts are folded. Each
// time it equals a count of the rows.
func TestOpenPairsEqualACount(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 1))
	city := graphtest.New(t)
	asking := city.PutSurvey("AFTER_CLOSE")
	consultation, _ := civic.ParseID(asking.Consultation)
	survey, _ := civic.ParseID(asking.Survey)
	random := func() []map[string]any {
		return surveyGrade([]string{"owners", "nobody"}[r.IntN(2)], 3+r.IntN(3))
	}
	early := city.Resident("early") // whose response is neither folded nor counted when the pair is asked for first
	city.SQL.MustExec(manyResponses, consultation.Key, survey.Key, 20_000)
	city.SQL.MustExec(manyCounted, consultation.Key, survey.Key, 20_000)
	early.Must(submitResponse, "input", surveyForm(asking.Survey, random(), ""))
	agree := func(step string) {
		t.Helper()
		for _, table := range []struct {
			row, column string
			value       [2]string
		}{{"manager", "grade", [2]string{"#>> '{manager,choices,0}'", "#>> '{grade,number}'"}}, {"grade", "manager", [2]string{"#>> '{grade,number}'", "#>> '{manager,choices,0}'"}}} {
			got := city.Editor().Must(`query ($id: ID!, $row: String!, $column: String!) { survey(id: $id) { crossTable(row: $row, column: $column) {
				total rows { option { key } cells { count } } columns { option { key } } } } }`, "id", asking.Survey, "row", table.row, "column", table.column).Get("survey.crossTable")
			if want := pairsCounted(t, city, table.value); gridOf(got) != want {
				t.Fatalf("seed %d, %s: %s by %s is %s, and counted are %s", seed, step, table.row, table.column, gridOf(got), want)
			}
		}
	}
	agree("at first")
	standing := []*graphtest.Client{early}
	for step := range 40 {
		switch who := r.IntN(len(standing)); r.IntN(4) {
		case 0:
			standing[who].Must(reviseResponse, "input", surveyForm(asking.Survey, random(), ""))
		case 1:
			standing[who].Must(withdrawResponse, "input", map[string]any{"surveyId": asking.Survey})
			standing[who].Must(submitResponse, "input", surveyForm(asking.Survey, random(), ""))
		default:
			resident := city.Resident(fmt.Sprint("resident", step))
			resident.Must(submitResponse, "input", surveyForm(asking.Survey, random(), ""))
			standing = append(standing, resident)
		}
		if r.IntN(3) == 0 {
			if _, err := city.DB.FoldTallies(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		agree(fmt.Sprint("step ", step))
	}
	var kept int
	if err := city.SQL.Get(&kept, `SELECT count(*) FROM open_pairs WHERE counted IS NOT NULL`); err != nil || kept != 1 {
		t.Errorf("%d pairs are kept, %v", kept, err)
	}
	city.MoveTime(asking.Consultation, afterClosing)
	agree("after the period")
	if err := city.SQL.Get(&kept, `SELECT count(*) FROM open_pairs`); err != nil || kept != 0 {
		t.Errorf("after the period %d pairs are kept, %v", kept, err)
	}
}

// gridOf writes the counts of a table that are not nought.
func gridOf(table gjson.Result) string {
	cells := map[string]int64{}
	for _, row := range table.Get("rows").Array() {
		for i, cell := range row.Get("cells.#.count").Array() {
			if cell.Int() != 0 {
				cells[row.Get("option.key").String()+" "+table.Get(fmt.Sprintf("columns.%d.option.key", i)).String()] = cell.Int()
			}
		}
	}
	return fmt.Sprint(cells)
}

// pairsCounted counts the rows by two of their answers, as gridOf writes them.
func pairsCounted(t *testing.T, city *graphtest.City, answers [2]string) string {
	t.Helper()
	var counted []struct {
		Pair  string
		Count int64
	}
	if err := city.SQL.Select(&counted, `SELECT concat(answers `+answers[0]+`, ' ', answers `+answers[1]+`) AS pair, count(*) FROM survey_responses
		WHERE answers `+answers[0]+` IS NOT NULL AND answers `+answers[1]+` IS NOT NULL GROUP BY 1`); err != nil {
		t.Fatal(err)
	}
	cells := map[string]int64{}
	for _, c := range counted {
		cells[c.Pair] = c.Count
	}
	return fmt.Sprint(cells)
}
