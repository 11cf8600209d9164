package main

import (
	"fmt"

	"minyi/domain/civic"
	"minyi/domain/survey"
)

// tenQuestions is a survey of ten questions of every kind.
func tenQuestions() []survey.QuestionInput {
	questions := []survey.QuestionInput{
		{Key: "often", Kind: survey.SingleChoice, Required: true, Options: optionsOf("每天", "每周", "每月", "很少", "从不")},
		{Key: "use", Kind: survey.MultipleChoice, Options: optionsOf("散步", "跑步", "跳舞", "遛狗", "带孩子"), AllowOther: true},
		{Key: "clean", Kind: survey.Rating},
		{Key: "safe", Kind: survey.Rating},
		{Key: "closing", Kind: survey.Number, Min: new(18.0), Max: new(24.0)},
		{Key: "age", Kind: survey.SingleChoice, Options: optionsOf("未成年", "青年", "中年", "老年")},
		{Key: "since", Kind: survey.Date},
		{Key: "parts", Kind: survey.Matrix, Rows: optionsOf("照明", "座椅", "厕所"), Options: optionsOf("好", "一般", "差")},
		{Key: "wishes", Kind: survey.Ranking, Options: optionsOf("树", "灯", "水")},
		{Key: "words", Kind: survey.Text},
	}
	for i := range questions {
		questions[i].Page, questions[i].Title = 1, chinese(fmt.Sprintf("第%d题：请您谈谈对公园的看法", i+1))
	}
	return questions
}

// optionsOf makes options with the keys a, b, ….
func optionsOf(titles ...string) []survey.OptionInput {
	options := make([]survey.OptionInput, len(titles))
	for i, title := range titles {
		options[i] = survey.OptionInput{Key: string(rune('a' + i)), Title: chinese(title)}
	}
	return options
}

// answer is a random response to the ten questions.
func (s sayings) answer() []survey.AnswerInput {
	key := func(n int) string { return string(rune('a' + s.IntN(n))) }
	ranking := []string{"a", "b", "c"}
	s.Shuffle(3, func(i, j int) { ranking[i], ranking[j] = ranking[j], ranking[i] })
	return []survey.AnswerInput{
		{Question: "often", Choices: []string{key(5)}},
		{Question: "use", Choices: []string{"a", string(rune('b' + s.IntN(4)))}},
		{Question: "clean", Number: new(float64(1 + s.IntN(5)))},
		{Question: "safe", Number: new(float64(1 + s.IntN(5)))},
		{Question: "closing", Number: new(float64(18 + s.IntN(7)))},
		{Question: "age", Choices: []string{key(4)}},
		{Question: "since", Date: new(fmt.Sprintf("2026-01-%02d", 1+s.IntN(28)))},
		{Question: "parts", Rows: []survey.MatrixRowAnswerInput{{Row: "a", Choice: key(3)}, {Row: "b", Choice: key(3)}, {Row: "c", Choice: key(3)}}},
		{Question: "wishes", Ranking: ranking},
		{Question: "words", Text: new(s.one(wants) + s.one(whats))},
	}
}

func chinese(text string) []civic.LocalizedTextInput {
	return []civic.LocalizedTextInput{{Locale: civic.Chinese, Text: text}}
}
