package main

import (
	"fmt"

	"minyi/consult"
)

// tenQuestions is a survey of ten questions of every kind.
func tenQuestions() []consult.QuestionInput {
	questions := []consult.QuestionInput{
		{Key: "often", Kind: consult.SingleChoice, Required: true, Options: optionsOf("每天", "每周", "每月", "很少", "从不")},
		{Key: "use", Kind: consult.MultipleChoice, Options: optionsOf("散步", "跑步", "跳舞", "遛狗", "带孩子"), AllowOther: true},
		{Key: "clean", Kind: consult.Rating},
		{Key: "safe", Kind: consult.Rating},
		{Key: "closing", Kind: consult.NumberQuestion, Least: new(18.0), Most: new(24.0)},
		{Key: "age", Kind: consult.SingleChoice, Options: optionsOf("未成年", "青年", "中年", "老年")},
		{Key: "since", Kind: consult.DateQuestion},
		{Key: "parts", Kind: consult.Matrix, Rows: optionsOf("照明", "座椅", "厕所"), Options: optionsOf("好", "一般", "差")},
		{Key: "wishes", Kind: consult.Ranking, Options: optionsOf("树", "灯", "水")},
		{Key: "words", Kind: consult.TextQuestion},
	}
	for i := range questions {
		questions[i].Page, questions[i].Title = 1, chinese(fmt.Sprintf("第%d题：请您谈谈对公园的看法", i+1))
	}
	return questions
}

// optionsOf makes options with the keys a, b, ….
func optionsOf(titles ...string) []consult.OptionInput {
	options := make([]consult.OptionInput, len(titles))
	for i, title := range titles {
		options[i] = consult.OptionInput{Key: string(rune('a' + i)), Title: chinese(title)}
	}
	return options
}

// answer fills the ten questions in by chance.
func (s sayings) answer() []consult.AnswerInput {
	key := func(n int) string { return string(rune('a' + s.IntN(n))) }
	ranking := []string{"a", "b", "c"}
	s.Shuffle(3, func(i, j int) { ranking[i], ranking[j] = ranking[j], ranking[i] })
	return []consult.AnswerInput{
		{Question: "often", Choices: []string{key(5)}},
		{Question: "use", Choices: []string{"a", string(rune('b' + s.IntN(4)))}},
		{Question: "clean", Number: new(float64(1 + s.IntN(5)))},
		{Question: "safe", Number: new(float64(1 + s.IntN(5)))},
		{Question: "closing", Number: new(float64(18 + s.IntN(7)))},
		{Question: "age", Choices: []string{key(4)}},
		{Question: "since", Date: new(fmt.Sprintf("2026-01-%02d", 1+s.IntN(28)))},
		{Question: "parts", Rows: []consult.MatrixAnswerInput{{Row: "a", Choice: key(3)}, {Row: "b", Choice: key(3)}, {Row: "c", Choice: key(3)}}},
		{Question: "wishes", Ranking: ranking},
		{Question: "words", Text: new(s.one(wants) + s.one(whats))},
	}
}

func chinese(text string) []consult.LocalizedTextInput {
	return []consult.LocalizedTextInput{{Locale: consult.Chinese, Text: text}}
}
