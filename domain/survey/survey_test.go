package survey

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"minyi/domain/civic"
)

// chineseText is a text in Chinese only.
func chineseText(text string) []civic.LocalizedTextInput {
	return []civic.LocalizedTextInput{{Locale: civic.Chinese, Text: text}}
}

// optionsOf makes options from their keys.
func optionsOf(keys string) []OptionInput {
	var options []OptionInput
	for _, key := range strings.Fields(keys) {
		options = append(options, OptionInput{Key: key, Title: chineseText("选项 " + key)})
	}
	return options
}

// parkSurvey is a survey with a question of every kind and a chain of conditions that ends with a required question.
func parkSurvey() []QuestionInput {
	survey := []QuestionInput{
		{Key: "visits", Kind: SingleChoice, Required: true, Options: optionsOf("never sometimes daily"), AllowOther: true},
		{Key: "why", Kind: MultipleChoice, Options: optionsOf("walk sport dog rest"), AllowOther: true, Max: new(3.0),
			ShowIf: []ShowIfInput{{Question: "visits", NoneOf: []string{"never"}, Answered: new(true)}}},
		{Key: "dog_size", Kind: Number, Decimals: 1, Min: new(-5.0), Max: new(99.5), Required: true,
			ShowIf: []ShowIfInput{{Question: "why", AnyOf: []string{"dog"}}}},
		{Key: "grade", Kind: Rating},
		{Key: "complaint", Kind: Text, Max: new(10.0), Required: true,
			ShowIf: []ShowIfInput{{Question: "grade", Max: new(2.0)}}},
		{Key: "last", Kind: Date},
		{Key: "parts", Kind: Matrix, Rows: append(optionsOf("lake"), optionsOf("hill")...), Options: optionsOf("good bad")},
		{Key: "wishes", Kind: Ranking, Options: optionsOf("trees light toilets"), Min: new(2.0)},
	}
	for i := range survey {
		survey[i].Title, survey[i].Page = chineseText(fmt.Sprintf("题目 %d", i)), 1
	}
	return survey
}

func parkQuestions(t testing.TB) []Question {
	t.Helper()
	questions, err := CheckQuestions(parkSurvey())
	if err != nil {
		t.Fatal(err)
	}
	return questions
}

// pickKeys picks n of the keys in random order.
func pickKeys(r *rand.Rand, n int, keys ...string) []string {
	r.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	return keys[:n]
}

// randomResponse answers the park's survey at random. It always answers required questions and never hidden ones.
func randomResponse(r *rand.Rand, questions []Question) []AnswerInput {
	var in []AnswerInput
	for _, q := range questions {
		before, err := CheckAnswers(questions[:len(in)], in)
		if err != nil {
			panic(err)
		}
		answer := AnswerInput{Question: q.Key}
		if q.visibility(before, nil) == shown && (q.Required || r.IntN(4) > 0) {
			fillAnswer(r, q, &answer)
		}
		in = append(in, answer)
	}
	return in
}

// randomAnswers are the accepted answers of the person with this number.
func randomAnswers(t testing.TB, person int, questions []Question) Answers {
	t.Helper()
	answers, err := CheckAnswers(questions, randomResponse(rand.New(rand.NewPCG(uint64(person), 3)), questions))
	if err != nil {
		t.Fatal(err)
	}
	return answers
}

// fillAnswer answers one question at random.
func fillAnswer(r *rand.Rand, q Question, answer *AnswerInput) {
	switch q.Key {
	case "visits":
		answer.Choices = pickKeys(r, 1, q.choices()...)
	case "why":
		answer.Choices = pickKeys(r, 1+r.IntN(3), q.choices()...)
	case "dog_size":
		answer.Number = new(float64(r.IntN(1046)-50) / 10)
	case "grade":
		answer.Number = new(float64(1 + r.IntN(5)))
	case "complaint":
		answer.Text = new("太吵了")
	case "last":
		answer.Date = new(fmt.Sprintf("2026-01-%02d", 1+r.IntN(31)))
	case "parts":
		for _, row := range pickKeys(r, 1+r.IntN(2), "lake", "hill") {
			answer.Rows = append(answer.Rows, MatrixRowAnswerInput{row, pickKeys(r, 1, "good", "bad")[0]})
		}
	case "wishes":
		answer.Ranking = pickKeys(r, 2+r.IntN(2), "trees", "light", "toilets")
	}
	for _, key := range answer.Choices {
		if key == OtherOption {
			answer.Other = new("别的原因")
		}
	}
}

// problemsOf lists an error's problems as "CODE path", in order. It also checks their messages.
func problemsOf(t testing.TB, err error) []string {
	t.Helper()
	problems, is := err.(civic.Problems)
	if err != nil && !is {
		t.Fatalf("%T is no list of problems", err)
	}
	list := []string{}
	for _, p := range problems {
		for _, locale := range []civic.Locale{civic.Chinese, civic.English} {
			if message := p.Message(locale); strings.Contains(message, "%!") || strings.Contains(message, "%s") {
				t.Errorf("%s has a wrong message: %s", p.Code, message)
			}
		}
		list = append(list, strings.TrimSpace(string(p.Code)+" "+p.Field))
	}
	return list
}

func TestSurveyCounters(t *testing.T) {
	t.Parallel()
	questions := parkQuestions(t)
	answers, err := CheckAnswers(questions, []AnswerInput{
		{Question: "visits", Choices: []string{"daily"}},
		{Question: "why", Choices: []string{"other", "dog"}, Other: new("看书")},
		{Question: "dog_size", Number: new(12.5)},
		{Question: "parts", Rows: []MatrixRowAnswerInput{{"hill", "bad"}}},
		{Question: "wishes", Ranking: []string{"toilets", "trees"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Fields(`v3/day/2026-01-31 v3/q/dog_size/answered v3/q/dog_size/asked v3/q/dog_size/value/12.5
		v3/q/grade/asked v3/q/last/asked v3/q/parts/answered v3/q/parts/asked v3/q/parts/row/hill/bad
		v3/q/visits/answered v3/q/visits/asked v3/q/visits/option/daily
		v3/q/why/answered v3/q/why/asked v3/q/why/option/dog v3/q/why/option/other
		v3/q/wishes/answered v3/q/wishes/asked v3/q/wishes/rank/toilets/1 v3/q/wishes/rank/trees/2 v3/responses`)
	var got, keys []string
	for _, counter := range SurveyCounters(3, questions, answers, "2026-01-31", 77) {
		if of, isKeys := strings.CutPrefix(counter.Name, "v3/k/"); isKeys {
			keys = append(keys, of)
		} else {
			got = append(got, counter.Name)
		}
		if want := map[bool]int64{false: 1, true: 77}[strings.HasPrefix(counter.Name, "v3/k/")]; counter.Amount != want {
			t.Errorf("%s counts %d", counter.Name, counter.Amount)
		}
	}
	if want := strings.Fields(`dog_size/answered dog_size/asked dog_size/value/12.5 why/answered why/asked why/option/dog why/option/other
		wishes/answered wishes/asked wishes/rank/toilets/1 wishes/rank/trees/2`); !slices.Equal(keys, want) {
		t.Errorf("record keys are added up for %v", keys)
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestWithdrawingUndoesEveryCounter(t *testing.T) {
	t.Parallel()
	questions, r := parkQuestions(t), rand.New(rand.NewPCG(7, 7))
	tally := map[string]int64{}
	var written [][]Counter
	for range 200 {
		answers, err := CheckAnswers(questions, randomResponse(r, questions))
		if err != nil {
			t.Fatal(err)
		}
		counters := SurveyCounters(1, questions, answers, "2026-01-31", 77)
		written = append(written, counters)
		for _, c := range counters {
			tally[c.Name] += c.Amount
		}
	}
	if tally["v1/responses"] != 200 {
		t.Fatalf("%d responses", tally["v1/responses"])
	}
	for _, counters := range written {
		for _, c := range Undone(counters) {
			tally[c.Name] += c.Amount
		}
	}
	for name, amount := range tally {
		if amount != 0 {
			t.Errorf("%s is left at %d", name, amount)
		}
	}
}
