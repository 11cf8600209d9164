package export

import (
	"fmt"
	"reflect"
	"strings"

	"minyi/domain/civic"
	"minyi/graph/words"
)

// headings are the headings of the fixed columns, by their keys.
var headings = map[string]civic.Localized{
	"id":                 {civic.Chinese: "标识", civic.English: "Id"},
	"day":                {civic.Chinese: "日期", civic.English: "Day"},
	"clause":             {civic.Chinese: "条款", civic.English: "Clause"},
	"clauseId":           {civic.Chinese: "条款标识", civic.English: "Clause id"},
	"passage":            {civic.Chinese: "所指文字", civic.English: "Passage"},
	"stance":             {civic.Chinese: "态度", civic.English: "Stance"},
	"body":               {civic.Chinese: "意见", civic.English: "Comment"},
	"withdrawn":          {civic.Chinese: "作者已撤回", civic.English: "Taken back by its author"},
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
	value := fmt.Sprint(c.Value)
	if word, has := words.BuiltIn(l, reflect.TypeOf(c.Value).Name(), value); has { // an enum has the same name in Go
		return word
	}
	return value
}
