package survey

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"minyi/domain/civic"
)

// The responses to all versions are in one table, even if a question had another kind in an earlier version.
func TestResponseColumns(t *testing.T) {
	t.Parallel()
	options := func(keys string) (all []Option) {
		for _, key := range strings.Fields(keys) {
			all = append(all, Option{Key: key, Titles: civic.Localized{civic.Chinese: "选项" + key, civic.English: "Option " + key}})
		}
		return all
	}
	titles := func(text string) civic.Localized {
		return civic.Localized{civic.Chinese: "题" + text, civic.English: "Question " + text}
	}
	versions := map[int][]Question{
		1: {{Key: "a", Kind: SingleChoice, Titles: titles("a"), Options: options("x y"), AllowOther: true}, {Key: "gone", Kind: Number, Titles: titles("gone")}},
		2: {{Key: "a", Kind: MultipleChoice, Titles: titles("a"), Options: options("x z")}, {Key: "m", Kind: Matrix, Titles: titles("m"), Rows: options("r s"), Options: options("good bad")},
			{Key: "r", Kind: Ranking, Titles: titles("r"), Options: options("p q"), Max: new(2.0)}, {Key: "t", Kind: Text, Titles: titles("t")}, {Key: "d", Kind: Date, Titles: titles("d")}},
	}
	titled := func(c civic.Column) string {
		var parts []string
		for _, title := range c.Titles {
			parts = append(parts, title.In(civic.English))
		}
		return strings.Join(parts, ": ")
	}
	fields := ResponseFields(versions, "Asia/Shanghai")
	var keys []string
	for _, c := range civic.ColumnsOf(fields) {
		keys = append(keys, c.Key+"="+titled(c))
	}
	if want := "id= version= createdAt= revisedAt= a.x=Question a: Option x a.z=Question a: Option z m.r=Question m: Option r m.s=Question m: Option s " +
		"r.p=Question r: Option p r.q=Question r: Option q t=Question t d=Question d a@1=Question a a.other.text@1=Question a: Other: in words gone=Question gone"; strings.Join(keys, " ") != want {
		t.Errorf("the columns are\n%s", strings.Join(keys, " "))
	}
	at := time.Date(2026, 1, 31, 16, 30, 0, 0, time.UTC)
	read := func(r SurveyResponse) string {
		r.CreatedAt = at
		var said []string
		for _, f := range fields[1:] {
			cell := f.Read(r)
			if cell.Words != nil {
				cell.Value = cell.Words.In(civic.Chinese)
			}
			said = append(said, fmt.Sprint(cell.Value))
		}
		return strings.ReplaceAll(strings.Join(said, " "), "<nil>", "-")
	}
	for want, r := range map[string]SurveyResponse{
		"1 2026-02-01T00:30:00+08:00 - - - - - - - - - 其他 自己 3.5": {Version: 1, Given: Answers{"a": {Choices: []string{"other"}, Other: new("自己")}, "gone": {Number: new(3.5)}}},
		"1 2026-02-01T00:30:00+08:00 - - - - - - - - - 选项y - -":   {Version: 1, Given: Answers{"a": {Choices: []string{"y"}}}},
		"2 2026-02-01T00:30:00+08:00 - true false - 选项bad 2 1 =1 2026-01-02 - - -": {Version: 2, Given: Answers{"a": {Choices: []string{"x"}}, "m": {Rows: []MatrixRowAnswer{{"s", "bad"}}},
			"r": {Ranking: []string{"q", "p"}}, "t": {Text: new("=1")}, "d": {Date: new("2026-01-02")}}},
		"2 2026-02-01T00:30:00+08:00 - - - - - - - - - - - -": {Version: 2},
	} {
		if got := read(r); got != want {
			t.Errorf("read  %s\nwant %s", got, want)
		}
	}
}

// A question of a survey may have the key of a column that every export has, and may change its words.
func TestResponseColumnsAreOneEach(t *testing.T) {
	t.Parallel()
	number := func(key, title string) Question {
		return Question{Key: key, Kind: Number, Titles: civic.Localized{civic.English: title}}
	}
	fields := ResponseFields(map[int][]Question{1: {number("id", "Number"), number("age", "Age")}, 2: {number("age", "Age"), number("version", "V")}, 3: {number("age", "Age in years"), number("version", "V")}}, "UTC")
	var keys []string
	for _, f := range fields[4:] {
		keys = append(keys, f.Key)
	}
	if got := strings.Join(keys, " "); got != "age question:version age@2 question:id" {
		t.Fatalf("the columns are %s", got)
	}
	for version, want := range map[int]string{1: "<nil> <nil> 7 9", 2: "<nil> 8 7 <nil>", 3: "7 8 <nil> <nil>"} {
		given := Answers{"age": {Number: new(7.0)}}
		if version > 1 {
			given["version"] = Answer{Number: new(8.0)}
		} else {
			given["id"] = Answer{Number: new(9.0)}
		}
		var said []string
		for _, f := range fields[4:] {
			said = append(said, fmt.Sprint(f.Read(SurveyResponse{Version: version, Given: given}).Value))
		}
		if got := strings.Join(said, " "); got != want {
			t.Errorf("version %d reads %s, want %s", version, got, want)
		}
	}
}
