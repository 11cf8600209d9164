package survey

import (
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"minyi/domain/civic"
)

func TestCheckQuestionsKeepsDefaults(t *testing.T) {
	t.Parallel()
	questions := parkQuestions(t)
	for key, want := range map[string][2]*float64{
		"visits": {}, "why": {new(1.0), new(3.0)}, "grade": {new(1.0), new(5.0)}, "complaint": {nil, new(10.0)}, "wishes": {new(2.0), new(3.0)},
	} {
		q := questions[slices.IndexFunc(questions, func(q Question) bool { return q.Key == key })]
		if got := [2]*float64{q.Min, q.Max}; !reflect.DeepEqual(got, want) {
			t.Errorf("%s is bounded by %v", key, got)
		}
	}
	ranking := QuestionInput{Key: "q", Kind: Ranking, Title: chineseText("排序"), Page: 1, Options: optionsOf("a b c"), Max: new(2.0)}
	if kept, err := CheckQuestions([]QuestionInput{ranking}); err != nil || *kept[0].Min != 2 {
		t.Errorf("a ranking of the best two asks for %v, %v", kept, err)
	}
}

func TestQuestionsAreStoredAsJSON(t *testing.T) {
	t.Parallel()
	kept := Questions(parkQuestions(t))
	raw, err := kept.Value()
	if err != nil {
		t.Fatal(err)
	}
	var read Questions
	if err := read.Scan(raw); err != nil || !reflect.DeepEqual(read, kept) {
		t.Errorf("read back as %v, %v", read, err)
	}
}

func TestCheckQuestionsRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(survey []QuestionInput)
		want   string
	}{
		"capital in a key":      {func(s []QuestionInput) { s[0].Key = "Visits"; s[1].ShowIf = nil }, "QUESTION_KEY_INVALID questions.0.key"},
		"long key":              {func(s []QuestionInput) { s[7].Key = strings.Repeat("k", 33) }, "QUESTION_KEY_INVALID questions.7.key"},
		"key ending in newline": {func(s []QuestionInput) { s[7].Key = "k\n" }, "QUESTION_KEY_INVALID questions.7.key"},
		"key twice":             {func(s []QuestionInput) { s[7].Key = "visits" }, "QUESTION_KEY_TAKEN questions.7.key"},
		"no such kind":          {func(s []QuestionInput) { s[7].Kind = "SLIDER" }, "QUESTION_KIND_UNKNOWN questions.7.kind"},
		"no title":              {func(s []QuestionInput) { s[3].Title = nil }, "QUESTION_TEXT_MISSING questions.3.title"},
		"blank title":           {func(s []QuestionInput) { s[3].Title = chineseText(" \u200b") }, "QUESTION_TEXT_MISSING questions.3.title.0.text"},
		"long title":            {func(s []QuestionInput) { s[3].Title = chineseText(strings.Repeat("长", 501)) }, "QUESTION_TEXT_TOO_LONG questions.3.title.0.text"},
		"control character":     {func(s []QuestionInput) { s[3].Help = chineseText("a\x00b") }, "QUESTION_TEXT_CONTROL_CHARACTERS questions.3.help.0.text"},
		"bytes that are no text": {func(s []QuestionInput) { s[3].Help = chineseText("a\xffb") },
			"INVALID_TEXT questions.3.help.0.text"},
		"language twice":      {func(s []QuestionInput) { s[3].Title = append(chineseText("一"), chineseText("二")...) }, "QUESTION_LOCALE_TWICE questions.3.title.1.locale"},
		"unknown language":    {func(s []QuestionInput) { s[3].Title[0].Locale = "XX" }, "QUESTION_LOCALE_UNKNOWN questions.3.title.0.locale"},
		"too many languages":  {func(s []QuestionInput) { s[3].Title = make([]civic.LocalizedTextInput, 101) }, "QUESTION_LOCALE_TWICE questions.3.title"},
		"too many to match":   {func(s []QuestionInput) { s[2].ShowIf[0].AnyOf = make([]string, 6) }, "SHOW_IF_TOO_MANY questions.2.showIf.0.anyOf"},
		"page 0":              {func(s []QuestionInput) { s[0].Page = 0 }, "QUESTION_PAGE_INVALID questions.0.page"},
		"page falls":          {func(s []QuestionInput) { s[6].Page = 2 }, "QUESTION_PAGE_INVALID questions.7.page"},
		"one option":          {func(s []QuestionInput) { s[7].Options, s[7].Min = optionsOf("a"), nil }, "OPTIONS_TOO_FEW questions.7.options"},
		"no rows":             {func(s []QuestionInput) { s[6].Rows = nil }, "OPTIONS_TOO_FEW questions.6.rows"},
		"too many rows":       {func(s []QuestionInput) { s[6].Rows = make([]OptionInput, 101) }, "OPTIONS_TOO_MANY questions.6.rows"},
		"option twice":        {func(s []QuestionInput) { s[6].Options[1].Key = "good" }, "QUESTION_KEY_TAKEN questions.6.options.1.key"},
		"reserved option":     {func(s []QuestionInput) { s[6].Options[1].Key = "other" }, "QUESTION_KEY_RESERVED questions.6.options.1.key"},
		"option key":          {func(s []QuestionInput) { s[6].Options[1].Key = "a/b" }, "QUESTION_KEY_INVALID questions.6.options.1.key"},
		"options of a text":   {func(s []QuestionInput) { s[4].Options = optionsOf("a b") }, "QUESTION_PART_UNUSED questions.4.options"},
		"other of a ranking":  {func(s []QuestionInput) { s[7].AllowOther = true }, "QUESTION_PART_UNUSED questions.7.allowOther"},
		"max of a date":       {func(s []QuestionInput) { s[5].Max = new(1.0) }, "QUESTION_PART_UNUSED questions.5.max"},
		"unit of a rating":    {func(s []QuestionInput) { s[3].Unit = chineseText("元") }, "QUESTION_PART_UNUSED questions.3.unit"},
		"seven decimals":      {func(s []QuestionInput) { s[2].Decimals = 7 }, "DECIMALS_INVALID questions.2.decimals"},
		"too fine a bound":    {func(s []QuestionInput) { s[2].Min = new(0.25) }, "QUESTION_BOUND_INVALID questions.2.min"},
		"no number":           {func(s []QuestionInput) { s[2].Max = new(math.NaN()) }, "QUESTION_BOUND_INVALID questions.2.max"},
		"choose more than is": {func(s []QuestionInput) { s[1].Max = new(6.0) }, "QUESTION_BOUND_INVALID questions.1.max"},
		"choose none":         {func(s []QuestionInput) { s[1].Min = new(0.0) }, "QUESTION_BOUND_INVALID questions.1.min"},
		"half a choice":       {func(s []QuestionInput) { s[1].Min = new(1.5) }, "QUESTION_BOUND_INVALID questions.1.min"},
		"text too long":       {func(s []QuestionInput) { s[4].Max = new(5001.0) }, "QUESTION_BOUND_INVALID questions.4.max"},
		"bounds cross":        {func(s []QuestionInput) { s[2].Min = new(99.6) }, "QUESTION_BOUNDS_CROSS questions.2.max"},
		"scale of one":        {func(s []QuestionInput) { s[3].Min = new(5.0) }, "QUESTION_BOUNDS_CROSS questions.3.max"},
		"condition on itself": {func(s []QuestionInput) { s[7].ShowIf = []ShowIfInput{{Question: "wishes", Answered: new(true)}} },
			"SHOW_IF_NOT_EARLIER questions.7.showIf.0.question"},
		"condition ahead": {func(s []QuestionInput) { s[0].ShowIf = []ShowIfInput{{Question: "grade", Answered: new(true)}} },
			"SHOW_IF_NOT_EARLIER questions.0.showIf.0.question"},
		"empty condition":   {func(s []QuestionInput) { s[2].ShowIf[0].AnyOf = nil }, "SHOW_IF_EMPTY questions.2.showIf.0"},
		"no such option":    {func(s []QuestionInput) { s[2].ShowIf[0].AnyOf = []string{"dog", "cat"} }, "SHOW_IF_UNKNOWN_OPTION questions.2.showIf.0.anyOf.1"},
		"options of rating": {func(s []QuestionInput) { s[4].ShowIf[0].AnyOf = []string{"1"} }, "SHOW_IF_MISFIT questions.4.showIf.0.anyOf"},
		"number of choice":  {func(s []QuestionInput) { s[2].ShowIf[0].Max = new(1.0) }, "SHOW_IF_MISFIT questions.2.showIf.0.max"},
		"impossible number": {func(s []QuestionInput) { s[4].ShowIf[0].Min = new(3.0) }, "SHOW_IF_NUMBER_INVALID questions.4.showIf.0.max"},
		"too many conditions": {func(s []QuestionInput) { s[4].ShowIf = make([]ShowIfInput, 21) },
			"SHOW_IF_TOO_MANY questions.4.showIf"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			survey := parkSurvey()
			test.change(survey)
			_, err := CheckQuestions(survey)
			if got := problemsOf(t, err); !slices.Equal(got, []string{test.want}) {
				t.Errorf("got %v, want %s", got, test.want)
			}
		})
	}
}

func TestCheckQuestionsRefusesSize(t *testing.T) {
	t.Parallel()
	for size, want := range map[int]string{0: "NO_QUESTIONS questions", 101: "TOO_MANY_QUESTIONS questions"} {
		_, err := CheckQuestions(make([]QuestionInput, size))
		if got := problemsOf(t, err); !slices.Equal(got, []string{want}) {
			t.Errorf("%d questions: %v", size, got)
		}
	}
}

func TestCheckQuestionsReportsAllProblems(t *testing.T) {
	t.Parallel()
	_, err := CheckQuestions([]QuestionInput{
		{Key: "A", Kind: "X"},
		{Key: "b", Kind: SingleChoice, Title: chineseText("题"), Page: 1, Options: []OptionInput{{Key: "x", Title: chineseText("甲")}, {Key: "?"}}},
	})
	want := []string{
		"QUESTION_KEY_INVALID questions.0.key", "QUESTION_KIND_UNKNOWN questions.0.kind", "QUESTION_PAGE_INVALID questions.0.page",
		"QUESTION_TEXT_MISSING questions.0.title", "QUESTION_KEY_INVALID questions.1.options.1.key", "QUESTION_TEXT_MISSING questions.1.options.1.title",
	}
	if got := problemsOf(t, err); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func FuzzCheckQuestions(f *testing.F) {
	seed, _ := json.Marshal(parkSurvey())
	f.Add(seed)
	f.Add([]byte(`[{"Key":"a","Kind":"RANKING","Min":1e300,"Options":[{},{}]}]`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		var in []QuestionInput
		if json.Unmarshal(raw, &in) != nil {
			return
		}
		questions, err := CheckQuestions(in)
		problemsOf(t, err)
		if err == nil {
			ResultsOf(1, questions, nil)
		}
	})
}
