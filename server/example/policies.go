package example

import (
	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
)

// parksPolicy has an open consultation with a survey and some comments.
func parksPolicy(closesOn civic.Date) examplePolicy {
	return examplePolicy{
		code: "PARKS", zh: "城市公园夜间开放管理办法", en: "Rules on opening city parks at night", text: nightParks, profile: "CN_NORMATIVE", closesOn: closesOn,
		note: "近年来市民夜间健身需求增长，现有公园大多于傍晚关闭。草案规定了可以夜间开放的公园的条件、开放时间和管理要求。", basis: "城市绿化条例",
		survey: []survey.QuestionInput{
			{Key: "often", Kind: survey.SingleChoice, Title: inBoth("您多久去一次公园？", "How often do you go to a park?"), Required: true, Page: 1, Options: []survey.OptionInput{
				{Key: "daily", Title: inBoth("每天", "Every day")}, {Key: "weekly", Title: inBoth("每周", "Every week")}, {Key: "never", Title: inBoth("不去", "Never")}}},
			{Key: "use", Kind: survey.MultipleChoice, Title: inBoth("您去公园做什么？", "What do you do there?"), Page: 1, AllowOther: true, Options: []survey.OptionInput{
				{Key: "walk", Title: inBoth("散步", "Walk")}, {Key: "run", Title: inBoth("跑步", "Run")}, {Key: "dance", Title: inBoth("跳舞", "Dance")}},
				ShowIf: []survey.ShowIfInput{{Question: "often", NoneOf: []string{"never"}}}},
			{Key: "closing", Kind: survey.Number, Title: inBoth("您认为公园几点关门合适？", "When should a park close?"), Page: 2, Min: new(18.0), Max: new(24.0), Unit: inBoth("时", "o'clock")},
		},
		answers: parksAnswers,
		comments: []comment{
			{6, consult.Support, "下班以后终于可以散步了，支持。"},
			{6, consult.SupportWithChanges, "建议冬季也开放到二十三时，很多人下班很晚。"},
			{9, consult.SupportWithChanges, "二十一时以后不能用音响太晚，建议提前到二十时三十分。"},
			{10, consult.Oppose, "夜里看不清，犬只应当禁止进入。"},
			{8, consult.Support, "灯光不要太亮，住在公园旁边睡不好。"},
			{0, consult.Neutral, "请公布第一批名录。"},
		},
	}
}

// liftsPolicy has a consultation that closes at once and then waits for its official responses.
func liftsPolicy(closesOn civic.Date) examplePolicy {
	return examplePolicy{
		code: "HOUSING", zh: "既有住宅加装电梯实施细则", en: "Rules on adding lifts to existing homes", text: lifts, profile: "CN_NORMATIVE", closesOn: closesOn,
		note: "为了解决老旧住宅居民上下楼的困难，草案规定了表决、费用分摊和补助的办法。", basis: "中华人民共和国民法典",
		comments: []comment{
			{4, consult.SupportWithChanges, "每台补助十五万元不够，建议提高到二十万元。"},
			{3, consult.Oppose, "一楼住户采光受影响，应当单独征求一楼的意见。"},
			{5, consult.Support, "中午停工两个小时很好。"},
			{0, consult.Support, "老人盼了很多年，希望尽快实施。"},
		},
	}
}

// parksAnswers is the filled-in form of the i-th resident.
func parksAnswers(i int) []survey.AnswerInput {
	often := []string{"daily", "weekly", "never"}[i%3]
	answers := []survey.AnswerInput{{Question: "often", Choices: []string{often}}, {Question: "closing", Number: new(float64(20 + i%4))}}
	if often != "never" {
		answers = append(answers, survey.AnswerInput{Question: "use", Choices: []string{"walk", []string{"run", "dance"}[i%2]}})
	}
	return answers
}
