package export

import (
	"fmt"
	"strings"

	"minyi/consult"
)

// headings are the headings of the columns that every export of a subject has, by their keys.
var headings = map[string]consult.Localized{
	"id":                 {consult.Chinese: "标识", consult.English: "Id"},
	"day":                {consult.Chinese: "日期", consult.English: "Day"},
	"clause":             {consult.Chinese: "条款", consult.English: "Clause"},
	"clauseId":           {consult.Chinese: "条款标识", consult.English: "Clause id"},
	"stance":             {consult.Chinese: "态度", consult.English: "Stance"},
	"body":               {consult.Chinese: "意见", consult.English: "Comment"},
	"erased":             {consult.Chinese: "作者已删除", consult.English: "Erased by its author"},
	"state":              {consult.Chinese: "状态", consult.English: "State"},
	"hiddenReason":       {consult.Chinese: "隐藏原因", consult.English: "Why hidden"},
	"hiddenNote":         {consult.Chinese: "隐藏说明", consult.English: "Note on hiding"},
	"endorsements":       {consult.Chinese: "附议数", consult.English: "Endorsements"},
	"outcome":            {consult.Chinese: "采纳情况", consult.English: "Outcome"},
	"reason":             {consult.Chinese: "答复", consult.English: "Official response"},
	"officialResponseId": {consult.Chinese: "答复标识", consult.English: "Official response id"},
	"createdAt":          {consult.Chinese: "提交时间", consult.English: "Submitted at"},
	"editedAt":           {consult.Chinese: "修改时间", consult.English: "Edited at"},
	"revisedAt":          {consult.Chinese: "修改时间", consult.English: "Revised at"},
	"version":            {consult.Chinese: "问卷版本", consult.English: "Version"},
	"question":           {consult.Chinese: "题目标识", consult.English: "Question key"},
	"title":              {consult.Chinese: "题目", consult.English: "Question"},
	"row":                {consult.Chinese: "行", consult.English: "Row"},
	"answer":             {consult.Chinese: "回答", consult.English: "Answer"},
	"place":              {consult.Chinese: "名次", consult.English: "Place"},
	"count":              {consult.Chinese: "人数", consult.English: "Count"},
	"share":              {consult.Chinese: "比例", consult.English: "Share"},
	"base":               {consult.Chinese: "比例基数", consult.English: "Share of"},
}

// heading is what stands above a column.
func heading(c consult.Column, l consult.Locale) string {
	if len(c.Titles) == 0 {
		return headings[c.Key].In(l)
	}
	parts := make([]string, len(c.Titles))
	for i, title := range c.Titles {
		parts[i] = title.In(l)
	}
	if l == consult.Chinese {
		return strings.Join(parts, "：")
	}
	return strings.Join(parts, ": ")
}

// words are the words for values of enums, which the API names in capitals.
var words = map[any]consult.Localized{
	consult.Support:            {consult.Chinese: "赞成", consult.English: "Support"},
	consult.SupportWithChanges: {consult.Chinese: "修改后赞成", consult.English: "Support with changes"},
	consult.Oppose:             {consult.Chinese: "反对", consult.English: "Oppose"},
	consult.Neutral:            {consult.Chinese: "中立", consult.English: "Neutral"},

	consult.Adopted:          {consult.Chinese: "采纳", consult.English: "Adopted"},
	consult.PartiallyAdopted: {consult.Chinese: "部分采纳", consult.English: "Partially adopted"},
	consult.NotAdopted:       {consult.Chinese: "未采纳", consult.English: "Not adopted"},
	consult.Forwarded:        {consult.Chinese: "已转交", consult.English: "Forwarded"},
	consult.NoCommentNeeded:  {consult.Chinese: "无需答复", consult.English: "No comment needed"},

	consult.CommentPending:   {consult.Chinese: "待审核", consult.English: "Pending"},
	consult.CommentPublished: {consult.Chinese: "已公开", consult.English: "Published"},
	consult.CommentIsHidden:  {consult.Chinese: "已隐藏", consult.English: "Hidden"},

	consult.ModerationReason("PERSONAL_DATA"): {consult.Chinese: "含个人信息", consult.English: "Personal data"},
	consult.ModerationReason("INSULT"):        {consult.Chinese: "侮辱他人", consult.English: "Insult"},
	consult.ModerationReason("HATE"):          {consult.Chinese: "煽动仇恨", consult.English: "Hate"},
	consult.ModerationReason("ADVERTISING"):   {consult.Chinese: "广告", consult.English: "Advertising"},
	consult.ModerationReason("OFF_TOPIC"):     {consult.Chinese: "与征集无关", consult.English: "Off topic"},
	consult.ModerationReason("ILLEGAL"):       {consult.Chinese: "违法内容", consult.English: "Illegal"},
	consult.ModerationReason("DUPLICATE"):     {consult.Chinese: "重复", consult.English: "Duplicate"},
	consult.ReasonOther:                       {consult.Chinese: "其他", consult.English: "Other"},

	consult.AnswersBase:     {consult.Chinese: "全部回答", consult.English: "Answers"},
	consult.RespondentsBase: {consult.Chinese: "回答本题的人", consult.English: "Respondents"},
}

// read is a cell as people read it in a sheet: nil, a string, an int, a float64 or a bool.
func read(c consult.Cell, l consult.Locale) any {
	switch v := c.Value.(type) {
	case nil, int, float64, bool:
		return v
	case string:
		if c.Words == nil {
			return v
		}
		return c.Words.In(l)
	case consult.Localized:
		return v.In(l)
	}
	if known, has := words[c.Value]; has {
		return known.In(l)
	}
	return fmt.Sprint(c.Value)
}
