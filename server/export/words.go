package export

import (
	"fmt"
	"strings"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/survey"
)

// headings are the headings of the fixed columns, by their keys.
var headings = map[string]civic.Localized{
	"id":                 {civic.Chinese: "标识", civic.English: "Id"},
	"day":                {civic.Chinese: "日期", civic.English: "Day"},
	"clause":             {civic.Chinese: "条款", civic.English: "Clause"},
	"clauseId":           {civic.Chinese: "条款标识", civic.English: "Clause id"},
	"stance":             {civic.Chinese: "态度", civic.English: "Stance"},
	"body":               {civic.Chinese: "意见", civic.English: "Comment"},
	"erased":             {civic.Chinese: "作者已删除", civic.English: "Erased by its author"},
	"state":              {civic.Chinese: "状态", civic.English: "State"},
	"hiddenReason":       {civic.Chinese: "隐藏原因", civic.English: "Why hidden"},
	"hiddenNote":         {civic.Chinese: "隐藏说明", civic.English: "Note on hiding"},
	"endorsements":       {civic.Chinese: "附议数", civic.English: "Endorsements"},
	"outcome":            {civic.Chinese: "采纳情况", civic.English: "Outcome"},
	"reason":             {civic.Chinese: "答复", civic.English: "Official response"},
	"officialResponseId": {civic.Chinese: "答复标识", civic.English: "Official response id"},
	"createdAt":          {civic.Chinese: "提交时间", civic.English: "Submitted at"},
	"editedAt":           {civic.Chinese: "修改时间", civic.English: "Edited at"},
	"revisedAt":          {civic.Chinese: "修改时间", civic.English: "Revised at"},
	"version":            {civic.Chinese: "问卷版本", civic.English: "Version"},
	"question":           {civic.Chinese: "题目标识", civic.English: "Question key"},
	"title":              {civic.Chinese: "题目", civic.English: "Question"},
	"row":                {civic.Chinese: "行", civic.English: "Row"},
	"answer":             {civic.Chinese: "回答", civic.English: "Answer"},
	"place":              {civic.Chinese: "名次", civic.English: "Place"},
	"count":              {civic.Chinese: "人数", civic.English: "Count"},
	"share":              {civic.Chinese: "比例", civic.English: "Share"},
	"base":               {civic.Chinese: "比例基数", civic.English: "Share of"},
}

// heading returns the heading of a column.
func heading(c civic.Column, l civic.Locale) string {
	if len(c.Titles) == 0 {
		return headings[c.Key].In(l.BuiltIn())
	}
	parts := make([]string, len(c.Titles))
	for i, title := range c.Titles {
		parts[i] = title.In(l)
	}
	if l.BuiltIn() == civic.Chinese {
		return strings.Join(parts, "：")
	}
	return strings.Join(parts, ": ")
}

// words are the words for the values of enums.
var words = map[any]civic.Localized{
	consult.Support:            {civic.Chinese: "赞成", civic.English: "Support"},
	consult.SupportWithChanges: {civic.Chinese: "修改后赞成", civic.English: "Support with changes"},
	consult.Oppose:             {civic.Chinese: "反对", civic.English: "Oppose"},
	consult.Neutral:            {civic.Chinese: "中立", civic.English: "Neutral"},

	consult.Adopted:          {civic.Chinese: "采纳", civic.English: "Adopted"},
	consult.PartiallyAdopted: {civic.Chinese: "部分采纳", civic.English: "Partially adopted"},
	consult.NotAdopted:       {civic.Chinese: "未采纳", civic.English: "Not adopted"},
	consult.Forwarded:        {civic.Chinese: "已转交", civic.English: "Forwarded"},
	consult.NoCommentNeeded:  {civic.Chinese: "无需答复", civic.English: "No comment needed"},

	consult.CommentPending:   {civic.Chinese: "待审核", civic.English: "Pending"},
	consult.CommentPublished: {civic.Chinese: "已公开", civic.English: "Published"},
	consult.CommentIsHidden:  {civic.Chinese: "已隐藏", civic.English: "Hidden"},

	consult.ModerationReason("PERSONAL_DATA"): {civic.Chinese: "含个人信息", civic.English: "Personal data"},
	consult.ModerationReason("INSULT"):        {civic.Chinese: "侮辱他人", civic.English: "Insult"},
	consult.ModerationReason("HATE"):          {civic.Chinese: "煽动仇恨", civic.English: "Hate"},
	consult.ModerationReason("ADVERTISING"):   {civic.Chinese: "广告", civic.English: "Advertising"},
	consult.ModerationReason("OFF_TOPIC"):     {civic.Chinese: "与征集无关", civic.English: "Off topic"},
	consult.ModerationReason("ILLEGAL"):       {civic.Chinese: "违法内容", civic.English: "Illegal"},
	consult.ModerationReason("DUPLICATE"):     {civic.Chinese: "重复", civic.English: "Duplicate"},
	consult.ReasonOther:                       {civic.Chinese: "其他", civic.English: "Other"},

	survey.AnswersBase:     {civic.Chinese: "全部回答", civic.English: "Answers"},
	survey.RespondentsBase: {civic.Chinese: "回答本题的人", civic.English: "Respondents"},
}

// display returns a cell as people read it: nil, a string, an int, a float64 or a bool.
func display(c civic.Cell, l civic.Locale) any {
	switch v := c.Value.(type) {
	case nil, int, float64, bool:
		return v
	case string:
		if c.Words == nil {
			return v
		}
		return c.Words.In(l)
	case civic.Localized:
		return v.In(l)
	}
	if known, has := words[c.Value]; has {
		return known.In(l.BuiltIn())
	}
	return fmt.Sprint(c.Value)
}
