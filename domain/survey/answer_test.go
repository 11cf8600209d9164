package survey

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"minyi/domain/civic"
)

// dailyVisit answers the only question of the park's survey that is required and always shown.
var dailyVisit = AnswerInput{Question: "visits", Choices: []string{"daily"}}

func TestCheckAnswersOfEachKind(t *testing.T) {
	t.Parallel()
	questions := parkQuestions(t)
	family := "👨‍👩‍👧‍👦"
	for name, test := range map[string]struct {
		in   AnswerInput
		want []string // problems
		kept string   // canonical JSON of an accepted answer; empty if it counts as not given
	}{
		"choices in order":  {AnswerInput{Question: "why", Choices: []string{"rest", "walk"}}, nil, `{"choices":["walk","rest"]}`},
		"other, trimmed":    {AnswerInput{Question: "why", Choices: []string{"other"}, Other: new(" 看书\r\n")}, nil, `{"choices":["other"],"other":"看书"}`},
		"empty choices":     {AnswerInput{Question: "why", Choices: []string{}}, nil, ""},
		"empty everything":  {AnswerInput{Question: "why", Other: new(""), Text: new(" \u200b"), Date: new("")}, nil, ""},
		"too many choices":  {AnswerInput{Question: "why", Choices: []string{"walk", "sport", "dog", "rest"}}, []string{"TOO_MANY_CHOICES answers.why.choices"}, ""},
		"far too many":      {AnswerInput{Question: "why", Choices: make([]string, 5000)}, []string{"TOO_MANY_CHOICES answers.why.choices"}, ""},
		"choice twice":      {AnswerInput{Question: "why", Choices: []string{"walk", "walk"}}, []string{"OPTION_TWICE answers.why.choices.1"}, ""},
		"unknown choice":    {AnswerInput{Question: "why", Choices: []string{"walk", "fly"}}, []string{"UNKNOWN_OPTION answers.why.choices.1"}, ""},
		"other no words":    {AnswerInput{Question: "why", Choices: []string{"other"}, Other: new(" ")}, []string{"OTHER_MISSING answers.why.other"}, ""},
		"other unchosen":    {AnswerInput{Question: "why", Choices: []string{"walk"}, Other: new("看书")}, []string{"OTHER_NOT_CHOSEN answers.why.other"}, ""},
		"other alone":       {AnswerInput{Question: "why", Other: new("看书")}, []string{"TOO_FEW_CHOICES answers.why.choices", "OTHER_NOT_CHOSEN answers.why.other"}, ""},
		"other too long":    {AnswerInput{Question: "why", Choices: []string{"other"}, Other: new(strings.Repeat("长", 201))}, []string{"ANSWER_TOO_LONG answers.why.other"}, ""},
		"other with bell":   {AnswerInput{Question: "why", Choices: []string{"other"}, Other: new("a\ab")}, []string{"ANSWER_CONTROL_CHARACTERS answers.why.other"}, ""},
		"text for choice":   {AnswerInput{Question: "why", Text: new("散步")}, []string{"ANSWER_MISFIT answers.why.text"}, ""},
		"choice and number": {AnswerInput{Question: "why", Choices: []string{"walk"}, Number: new(1.0)}, []string{"ANSWER_MISFIT answers.why.number"}, ""},
		"rating":            {AnswerInput{Question: "grade", Number: new(5.0)}, nil, `{"number":5}`},
		"rating 0":          {AnswerInput{Question: "grade", Number: new(0.0)}, []string{"ANSWER_TOO_SMALL answers.grade.number"}, ""},
		"rating 6":          {AnswerInput{Question: "grade", Number: new(6.0)}, []string{"ANSWER_TOO_LARGE answers.grade.number"}, ""},
		"rating 4.5":        {AnswerInput{Question: "grade", Number: new(4.5)}, []string{"ANSWER_TOO_PRECISE answers.grade.number"}, ""},
		"rating as choice":  {AnswerInput{Question: "grade", Choices: []string{"5"}}, []string{"ANSWER_MISFIT answers.grade.choices"}, ""},
		"date":              {AnswerInput{Question: "last", Date: new("2024-02-29")}, nil, `{"date":"2024-02-29"}`},
		"no such day":       {AnswerInput{Question: "last", Date: new("2026-02-29")}, []string{"ANSWER_DATE_INVALID answers.last.date"}, ""},
		"date with time":    {AnswerInput{Question: "last", Date: new("2026-02-28T00:00:00Z")}, []string{"ANSWER_DATE_INVALID answers.last.date"}, ""},
		"short date":        {AnswerInput{Question: "last", Date: new("2026-2-3")}, []string{"ANSWER_DATE_INVALID answers.last.date"}, ""},
		"rows in order": {AnswerInput{Question: "parts", Rows: []MatrixRowAnswerInput{{"hill", "bad"}, {"lake", "good"}}}, nil,
			`{"rows":[{"row":"lake","choice":"good"},{"row":"hill","choice":"bad"}]}`},
		"row twice":     {AnswerInput{Question: "parts", Rows: []MatrixRowAnswerInput{{"hill", "bad"}, {"hill", "bad"}}}, []string{"OPTION_TWICE answers.parts.hill"}, ""},
		"unknown row":   {AnswerInput{Question: "parts", Rows: []MatrixRowAnswerInput{{"sea", "bad"}}}, []string{"UNKNOWN_ROW answers.parts.rows.0.row"}, ""},
		"unknown cell":  {AnswerInput{Question: "parts", Rows: []MatrixRowAnswerInput{{"hill", "so"}}}, []string{"UNKNOWN_OPTION answers.parts.hill"}, ""},
		"too many rows": {AnswerInput{Question: "parts", Rows: make([]MatrixRowAnswerInput, 500)}, []string{"TOO_MANY_CHOICES answers.parts.rows"}, ""},
		"ranking":       {AnswerInput{Question: "wishes", Ranking: []string{"toilets", "trees"}}, nil, `{"ranking":["toilets","trees"]}`},
		"too few ranks": {AnswerInput{Question: "wishes", Ranking: []string{"toilets"}}, []string{"TOO_FEW_CHOICES answers.wishes.ranking"}, ""},
		"rank twice":    {AnswerInput{Question: "wishes", Ranking: []string{"toilets", "toilets"}}, []string{"OPTION_TWICE answers.wishes.ranking.1"}, ""},
		"unknown rank":  {AnswerInput{Question: "wishes", Ranking: []string{"toilets", "gold"}}, []string{"UNKNOWN_OPTION answers.wishes.ranking.1"}, ""},
		"nothing known": {AnswerInput{Question: "weather", Text: new("晴")}, []string{"UNKNOWN_QUESTION answers.1.question"}, ""},
		"second answer": {AnswerInput{Question: "visits", Choices: []string{"never"}}, []string{"ANSWERED_TWICE answers.visits"}, ""},
		"family":        {AnswerInput{Question: "why", Choices: []string{"other"}, Other: new(strings.Repeat(family, 200))}, nil, `{"choices":["other"],"other":"` + strings.Repeat(family, 200) + `"}`},
		"heap of marks": {AnswerInput{Question: "why", Choices: []string{"other"}, Other: new("e" + strings.Repeat("\u0301", 9999))}, []string{"ANSWER_TOO_LONG answers.why.other"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answers, err := CheckAnswers(questions, []AnswerInput{dailyVisit, test.in})
			if got := problemsOf(t, err); !slices.Equal(got, append([]string{}, test.want...)) {
				t.Fatalf("got %v, want %v", got, test.want)
			}
			kept, has := answers[test.in.Question]
			if raw, _ := json.Marshal(kept); err == nil && (has != (test.kept != "") || has && string(raw) != test.kept) {
				t.Errorf("kept %s, want %s", raw, test.kept)
			}
		})
	}
}

func TestCheckAnswersOfNumbers(t *testing.T) {
	t.Parallel()
	free, err := CheckQuestions([]QuestionInput{{Key: "n", Kind: Number, Title: chineseText("数"), Page: 1, Decimals: 2}})
	if err != nil {
		t.Fatal(err)
	}
	for x, want := range map[float64]string{
		0: "0", math.Copysign(0, -1): "0", 0.1: "0.1", -12.25: "-12.25", 1e12: "1000000000000", 999999999999.99: "999999999999.99",
		0.125: "ANSWER_TOO_PRECISE", 1e-7: "ANSWER_TOO_PRECISE", 1.1e12: "ANSWER_NUMBER_INVALID", 1e300: "ANSWER_NUMBER_INVALID", math.Inf(-1): "ANSWER_NUMBER_INVALID", math.NaN(): "ANSWER_NUMBER_INVALID",
	} {
		answers, err := CheckAnswers(free, []AnswerInput{{Question: "n", Number: &x}})
		if err != nil {
			if got := problemsOf(t, err); !slices.Equal(got, []string{want + " answers.n.number"}) {
				t.Errorf("%v: %v, want %s", x, got, want)
			}
		} else if got := decimal(*answers["n"].Number); got != want {
			t.Errorf("%v is stored as %s, want %s", x, got, want)
		}
	}
}

func TestCheckAnswersFollowsConditions(t *testing.T) {
	t.Parallel()
	questions := parkQuestions(t)
	never := AnswerInput{Question: "visits", Choices: []string{"never"}}
	dog := AnswerInput{Question: "why", Choices: []string{"dog"}}
	size := AnswerInput{Question: "dog_size", Number: new(30.5)}
	for name, test := range map[string]struct {
		in    []AnswerInput
		want  []string
		asked string // of an accepted response
	}{
		"all hidden":                  {[]AnswerInput{never}, nil, "visits grade last parts wishes"},
		"shown without an answer":     {[]AnswerInput{dailyVisit}, nil, "visits why grade last parts wishes"},
		"shown by a choice":           {[]AnswerInput{dailyVisit, dog, size}, nil, "visits why dog_size grade last parts wishes"},
		"in any order":                {[]AnswerInput{size, dog, dailyVisit}, nil, "visits why dog_size grade last parts wishes"},
		"shown and missed":            {[]AnswerInput{dailyVisit, dog}, []string{"ANSWER_MISSING answers.dog_size"}, ""},
		"shown by a low grade":        {[]AnswerInput{dailyVisit, {Question: "grade", Number: new(2.0)}, {Question: "complaint", Text: new("太吵")}}, nil, "visits why grade complaint last parts wishes"},
		"hidden by a high grade":      {[]AnswerInput{dailyVisit, {Question: "grade", Number: new(3.0)}, {Question: "complaint", Text: new("太吵")}}, []string{"QUESTION_NOT_SHOWN answers.complaint"}, ""},
		"hidden without a grade":      {[]AnswerInput{dailyVisit, {Question: "complaint", Text: new("太吵")}}, []string{"QUESTION_NOT_SHOWN answers.complaint"}, ""},
		"blank answer when hidden":    {[]AnswerInput{dailyVisit, {Question: "complaint", Text: new(" ")}}, nil, "visits why grade last parts wishes"},
		"hidden in a chain":           {[]AnswerInput{never, dog, size}, []string{"QUESTION_NOT_SHOWN answers.why", "QUESTION_NOT_SHOWN answers.dog_size"}, ""},
		"depends on a refused answer": {[]AnswerInput{{Question: "visits", Choices: []string{"no"}}, dog, size}, []string{"UNKNOWN_OPTION answers.visits.choices.0"}, ""},
		"depends on a missing answer": {[]AnswerInput{dog, size}, []string{"ANSWER_MISSING answers.visits"}, ""},
		"depends on two answers":      {[]AnswerInput{never, dailyVisit, dog}, []string{"ANSWERED_TWICE answers.visits"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answers, err := CheckAnswers(questions, test.in)
			if got := problemsOf(t, err); !slices.Equal(got, append([]string{}, test.want...)) {
				t.Fatalf("got %v, want %v", got, test.want)
			}
			if got := strings.Join(Asked(questions, answers), " "); err == nil && got != test.asked {
				t.Errorf("asked %s", got)
			}
		})
	}
}

func TestCheckAnswersReportsAllProblems(t *testing.T) {
	t.Parallel()
	_, err := CheckAnswers(parkQuestions(t), []AnswerInput{
		{Question: "last", Date: new("gestern")},
		{Question: "nothing"},
		{Question: "parts", Rows: []MatrixRowAnswerInput{{"sea", "good"}, {"hill", "so"}}},
		{Question: "grade", Number: new(9.0)},
		{Question: "wishes", Ranking: []string{"gold"}},
	})
	want := []string{
		"ANSWER_DATE_INVALID answers.last.date", "UNKNOWN_QUESTION answers.1.question", "UNKNOWN_ROW answers.parts.rows.0.row", "UNKNOWN_OPTION answers.parts.hill",
		"ANSWER_TOO_LARGE answers.grade.number", "TOO_FEW_CHOICES answers.wishes.ranking", "UNKNOWN_OPTION answers.wishes.ranking.0", "ANSWER_MISSING answers.visits",
	}
	if got := problemsOf(t, err); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	for _, p := range err.(civic.Problems) {
		if title := civic.FactOf[civic.Localized](p, "question"); p.Code != UnknownQuestion && !strings.Contains(p.Message(civic.Chinese), title.In(civic.Chinese)) {
			t.Errorf("%s does not name its question: %s", p.Code, p.Message(civic.Chinese))
		}
	}
}

func TestRequiredMatrixNeedsEveryRow(t *testing.T) {
	t.Parallel()
	survey := parkSurvey()
	survey[6].Required = true
	questions, err := CheckQuestions(survey)
	if err != nil {
		t.Fatal(err)
	}
	_, err = CheckAnswers(questions, []AnswerInput{dailyVisit, {Question: "parts", Rows: []MatrixRowAnswerInput{{"lake", "good"}}}})
	if got := problemsOf(t, err); !slices.Equal(got, []string{"ROW_MISSING answers.parts.hill"}) {
		t.Errorf("got %v", got)
	}
}

func TestAnswersAreStoredAsCanonicalJSON(t *testing.T) {
	t.Parallel()
	questions, r := parkQuestions(t), rand.New(rand.NewPCG(3, 3))
	for range 100 {
		in := randomResponse(r, questions)
		answers, err := CheckAnswers(questions, in)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := answers.Value()
		if err != nil {
			t.Fatal(err)
		}
		var read Answers
		if err := read.Scan(raw); err != nil || !reflect.DeepEqual(read, answers) {
			t.Fatalf("%s is read back as %v, %v", raw, read, err)
		}
		r.Shuffle(len(in), func(i, j int) { in[i], in[j] = in[j], in[i] })
		again, err := CheckAnswers(questions, in)
		if rawAgain, _ := again.Value(); err != nil || rawAgain != raw {
			t.Fatalf("in another order %s becomes %s, %v", raw, rawAgain, err)
		}
	}
}

// asInput turns accepted answers into the input that a person would send.
func asInput(answers Answers) []AnswerInput {
	var in []AnswerInput
	for key, a := range answers {
		one := AnswerInput{Question: key, Choices: a.Choices, Other: a.Other, Number: a.Number, Text: a.Text, Date: a.Date, Ranking: a.Ranking}
		for _, row := range a.Rows {
			one.Rows = append(one.Rows, MatrixRowAnswerInput(row))
		}
		in = append(in, one)
	}
	return in
}

func FuzzCheckAnswers(f *testing.F) {
	questions := parkQuestions(f)
	for _, seed := range []string{
		`[{"Question":"visits","Choices":["daily"]}]`,
		`[{"Question":"visits","Choices":["other"],"Other":" \r\n雨\r天 "},{"Question":"why","Choices":["other","dog"],"Other":"e\u0301"},{"Question":"dog_size","Number":-0.0}]`,
		`[{"Question":"visits","Choices":["never"]},{"Question":"grade","Number":1},{"Question":"complaint","Text":"太\u0000吵"}]`,
		`[{"Question":"visits","Choices":["never"]},{"Question":"last","Date":"0000-01-01"},{"Question":"parts","Rows":[{"Row":"hill","Choice":"bad"},{"Row":"lake","Choice":"good"}]}]`,
		`[{"Question":"visits","Choices":["daily","daily"]},{"Question":"wishes","Ranking":["light","trees"]},{"Question":"%s%!"}]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var in []AnswerInput
		if json.Unmarshal(raw, &in) != nil {
			return
		}
		answers, err := CheckAnswers(questions, in)
		if err != nil {
			_ = err.Error()
			return
		}
		again, err := CheckAnswers(questions, asInput(answers))
		if err != nil || !reflect.DeepEqual(again, answers) {
			t.Fatalf("%v is canonical, but became %v, %v", answers, again, err)
		}
		names := map[string]bool{}
		for _, c := range SurveyCounters(1, questions, answers, "2026-01-31", 77) {
			if names[c.Name] {
				t.Fatalf("%s is counted twice", c.Name)
			}
			names[c.Name] = true
		}
	})
}
