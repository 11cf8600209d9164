package disclose

import (
	"fmt"
	"testing"

	"minyi/domain/civic"
)

// TestTimeLimitsInWords reads time limits as catalogues write them.
func TestTimeLimitsInWords(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]TimeLimit{
		"信息形成或者变更之日起20个工作日内": {LimitWithin, 20, civic.WorkingDays},
		"3个工作日内": {LimitWithin, 3, civic.WorkingDays},
		"20工作日":  {LimitWithin, 20, civic.WorkingDays},
		"7日内":    {LimitWithin, 7, civic.CalendarDays},
		"实时":     {LimitRealTime, 0, civic.CalendarDays},
		"及时公开":   {LimitPromptly, 20, civic.WorkingDays},
		"每年一次":   {LimitUnread, 20, civic.WorkingDays},
		"":       {LimitUnread, 20, civic.WorkingDays},
		"受理后3个工作日，办结后20个工作日": {LimitUnread, 20, civic.WorkingDays},
	} {
		if got := ReadTimeLimit(words); got != want {
			t.Errorf("%q is read as %v, want %v", words, got, want)
		}
	}
}

// TestCatalogueAsDepartmentsKeepIt reads a table with a heading of two rows, merged cells and 同上.
func TestCatalogueAsDepartmentsKeepIt(t *testing.T) {
	t.Parallel()
	items, warnings, err := ReadCatalogue("\ufeff物业管理领域标准目录,,,,,,,,,\n" +
		"序号,公开事项,,公开内容（要素）,公开依据,公开时限,公开主体,公开渠道和载体,公开对象,\n" +
		",一级事项,二级事项,,,,,,全社会,特定群体\n" +
		"1,物业,收费,\"收费标准；\n调整\",价格法,形成之日起20个工作日内,住建局,■政府网站 □政府公报 ■公示栏,√,\n" +
		"2,,招标,中标结果,同上,实时,,政府网站、公示栏,,√\n" +
		",,,,,,,,,\n" +
		"3,维修资金,使用,使用情况,办法,每季度,住建局,政府网站,√,\n")
	if err != nil || len(items) != 3 {
		t.Fatalf("%d items, %v", len(items), err)
	}
	second := items[1].Words
	if second.Level1 != "物业" || second.Bases != "价格法" || second.Agency != "住建局" || fmt.Sprint(items[0].Words.Channels, second.Channels, second.Audience) != "[政府网站 公示栏] [政府网站 公示栏] [特定群体]" {
		t.Errorf("the second row is %+v, the channels of the first %v", second, items[0].Words.Channels)
	}
	kinds := map[CatalogueWarningKind]int{}
	for _, w := range warnings {
		kinds[w.Kind]++
	}
	if kinds[SameAsAbove] != 1 || kinds[TimeLimitUnread] != 1 || kinds[CellMerged] < 2 || items[2].TimeLimit != LimitUnread || items[1].TimeLimit != LimitRealTime {
		t.Errorf("the warnings are %v", warnings)
	}
	if _, _, err := ReadCatalogue("姓名,电话\n甲,1\n"); err == nil {
		t.Error("a table of persons is a catalogue")
	}
}
