package example

import (
	_ "embed"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
)

//go:embed e-bikes.txt
var eBikes string

// eBikesPolicy has gone all the way: its comments are answered, the report is published, and the changed text is in force.
func eBikesPolicy(closesOn civic.Date) examplePolicy {
	return examplePolicy{
		code: "HOUSING", zh: "住宅小区电动自行车停放充电管理办法", en: "Rules on parking and charging e-bikes in housing estates", text: eBikes, profile: "CN_NORMATIVE", closesOn: closesOn,
		note: "近年来楼道停放电动自行车引发的火灾多发。草案规定了停放和充电的要求、集中停放场所的配建标准和巡查责任。", basis: "中华人民共和国消防法",
		survey: []survey.QuestionInput{
			{Key: "safety", Kind: survey.Rating, Title: inBoth("您对小区消防安全的评价", "How safe is your estate from fire?"), Required: true, Page: 1},
			{Key: "places", Kind: survey.Matrix, Title: inBoth("下列地方是否有人停放电动自行车？", "Are e-bikes parked in these places?"), Page: 1,
				Options: []survey.OptionInput{{Key: "often", Title: inBoth("经常", "Often")}, {Key: "rarely", Title: inBoth("很少", "Rarely")}},
				Rows:    []survey.OptionInput{{Key: "hall", Title: inBoth("门厅", "Entrance hall")}, {Key: "stairs", Title: inBoth("楼梯间", "Stairs")}}},
			{Key: "first", Kind: survey.Ranking, Title: inBoth("应当先做什么？", "What should be done first?"), Page: 2, Options: []survey.OptionInput{
				{Key: "sheds", Title: inBoth("建车棚", "Build sheds")}, {Key: "prices", Title: inBoth("降低充电价格", "Lower the prices")}, {Key: "patrols", Title: inBoth("加强巡查", "More patrols")}}},
			{Key: "bought", Kind: survey.Date, Title: inBoth("您的电动自行车是哪天买的？", "When did you buy your e-bike?"), Page: 2},
			{Key: "words", Kind: survey.Text, Title: inBoth("您还有什么建议？", "What else would you suggest?"), Page: 2},
		},
		answers: eBikesAnswers,
		comments: []comment{
			{6, consult.Oppose, "充电价格不能由企业自己定，有的小区一度电收两块钱。"},
			{6, consult.SupportWithChanges, "建议对充电价格实行政府指导价。"},
			{7, consult.SupportWithChanges, "每周一次太少，应当每天巡查。"},
			{3, consult.Support, "楼道里充电太危险了，坚决支持。"},
			{4, consult.SupportWithChanges, "老小区没有地方建车棚，怎么办？"},
		},
		responses: []response{
			{comments: []int{0, 1}, outcome: consult.Adopted, article: 6, effect: consult.ClauseAmended,
				zh: "已采纳，第六条改为实行政府指导价。", en: "Adopted. Article 6 now sets prices by government guidance."},
			{comments: []int{2}, outcome: consult.PartiallyAdopted, article: 7, effect: consult.ClauseAmended,
				zh: "部分采纳，巡查改为每两日一次，兼顾物业服务企业的人力。", en: "Partly adopted. Patrols are now every two days, which estates can staff."},
			{comments: []int{3}, outcome: consult.NoCommentNeeded, zh: "感谢支持。", en: "Thank you for your support."},
			{comments: []int{4}, outcome: consult.NotAdopted, article: 4, effect: consult.ClauseKept,
				zh: "未采纳：既有小区的停放场所由老旧小区改造项目解决，不在本办法调整范围内。", en: "Not adopted: existing estates are served by the renewal programme, outside these rules."},
		},
		changes: []string{"（征求意见稿）", "", "居民充电价格由充电服务企业自主确定", "居民充电价格实行政府指导价", "应当每周巡查一次", "应当每两日巡查一次"},
		summary: inBoth("共收到意见五条，采纳两条，部分采纳一条。感谢各位居民。", "Five comments came in. Two were adopted and one in part. Thank you all."),
	}
}

// eBikesAnswers is the filled-in form of the i-th resident.
func eBikesAnswers(i int) []survey.AnswerInput {
	day := string(civic.Date("2023-03-01").Add(37 * i))
	answers := []survey.AnswerInput{
		{Question: "safety", Number: new(float64(1 + i%5))},
		{Question: "places", Rows: []survey.MatrixRowAnswerInput{{Row: "hall", Choice: []string{"often", "rarely"}[i%2]}, {Row: "stairs", Choice: "rarely"}}},
		{Question: "first", Ranking: [][]string{{"sheds", "prices", "patrols"}, {"prices", "sheds", "patrols"}, {"sheds", "patrols", "prices"}}[i%3]},
		{Question: "bought", Date: &day},
	}
	if i%4 == 0 {
		answers = append(answers, survey.AnswerInput{Question: "words", Text: new("希望尽快在小区里建充电车棚。")})
	}
	return answers
}
