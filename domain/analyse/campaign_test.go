package analyse_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"minyi/domain/analyse"
	"minyi/domain/civic"
)

// groups puts texts into groups as the database does, and returns the group of each. A text of its own has a group of its own.
func groups(texts []string) []*int {
	consultation, index := uuid.New(), analyse.Index{}
	at, group, next := map[uuid.UUID]int{}, make([]*int, len(texts)), 0
	for i, text := range texts {
		k := &analyse.Known{Comment: civic.NewKey(), Sketch: analyse.SketchOf(consultation, text, nil)}
		at[k.Comment] = i
		place := analyse.PlaceOf(k.Sketch, index.Candidates(k.Sketch))
		if next++; place.Like == nil {
			group[i] = new(next)
		} else {
			group[i] = group[at[place.Like.Comment]]
		}
		for _, other := range place.Joins {
			*group[at[other.Comment]] = *group[i]
		}
		if place.Known {
			index.Add(k)
		}
	}
	return group
}

// TestPlantedCampaignsAreFound compares the groups with the campaigns that were planted, pair by pair.
func TestPlantedCampaignsAreFound(t *testing.T) {
	t.Parallel()
	var texts []string
	var planted []int
	for made := range analyse.Planted(1, 20_000, 94) {
		texts, planted = append(texts, made.Text), append(planted, made.Campaign)
	}
	precision, recall := score(planted, groups(texts))
	t.Logf("precision %.5f, recall %.5f", precision, recall)
	if precision < 0.99 || recall < 0.99 {
		t.Errorf("precision %.4f, recall %.4f", precision, recall)
	}
}

// score is the precision and the recall of all pairs of texts: whether both are in one group, and whether both are copies of one text.
func score(planted []int, group []*int) (precision, recall float64) {
	type cell struct{ planted, group int }
	both, wanted, got := map[cell]float64{}, map[int]float64{}, map[int]float64{}
	for i, campaign := range planted {
		if campaign > 0 {
			both[cell{campaign, *group[i]}]++
			wanted[campaign]++
		}
		got[*group[i]]++
	}
	pairs := func(n float64) float64 { return n * (n - 1) / 2 }
	var right, all, found float64
	for _, n := range both {
		right += pairs(n)
	}
	for _, n := range wanted {
		all += pairs(n)
	}
	for _, n := range got {
		found += pairs(n)
	}
	return right / found, right / all
}

func TestWhatIsACopy(t *testing.T) {
	t.Parallel()
	const text = "物业服务企业应当在每年一月公布上一年度的收支情况，并接受业主的查询。电梯每半月检修一次，检修结果张贴在轿厢内。"
	for name, c := range map[string]struct {
		one, other string
		copies     bool
	}{
		"itself":                  {text, text, true},
		"other punctuation":       {text, "物业服务企业应当在每年一月公布上一年度的收支情况并接受业主的查询 电梯每半月检修一次 检修结果张贴在轿厢内", true},
		"wide letters":            {text + "ABC", text + "ａｂｃ", true},
		"half of it":              {text, "电梯每半月检修一次，检修结果张贴在轿厢内。", true},
		"within a long letter":    {text, "我住在这里二十年了，有几句话一直想说。楼下的花园很好，但是晚上没有灯，摔过两个人。" + text + "另外，门口的商贩应当有固定的位置，谁来管也应当写清楚，不要互相推诿。谢谢你们听我说完。", true},
		"short words":             {"同意，支持！", "同意。支持。", false},
		"the same matter":         {text, "我希望物业公司把账目贴出来，电梯也要经常检查，最好有专门的人负责这件事情，出了问题找得到人。", false},
		"English":                 {"The property manager should publish the accounts every January, and answer the questions of the owners.", "Dear all, the property manager should publish the accounts each January and answer the questions of owners. Thanks.", true},
		"English, the same words": {"The property manager should publish the accounts every January.", "Owners should be able to ask the manager about accounts of the property at any time.", false},
	} {
		one, other := analyse.SketchOf(uuid.UUID{1}, c.one, nil), analyse.SketchOf(uuid.UUID{1}, c.other, nil)
		if likeness := one.Likeness(other); (likeness > 0) != c.copies {
			t.Errorf("%s: %.2f", name, likeness)
		}
		if shared := slices.ContainsFunc(one.Bands, func(b int32) bool { return slices.Contains(other.Bands, b) }); c.copies && !shared {
			t.Errorf("%s is not found by its bands", name)
		}
	}
	draft := analyse.ShinglesOf(text, nil)
	if analyse.SketchOf(uuid.UUID{1}, text+"反对。", draft).Likeness(analyse.SketchOf(uuid.UUID{1}, text+"支持。", draft)) > 0 {
		t.Error("two people who quote the draft are taken for copies")
	}
}

func TestSharedAndAddedText(t *testing.T) {
	t.Parallel()
	const shared = "物业服务企业应当在每年一月公布收支情况，并接受业主的查询。电梯每半月检修一次，检修结果张贴在轿厢内。"
	const own = "我母亲八十岁了，上个月被困在电梯里两个小时。"
	texts := []string{own + shared, shared + "请一定认真考虑我们全体住户的意见和建议。", shared, "物业服务企业应当在每年1月公布收支情况，并接受业主的查询。电梯每半月检修一次，检修结果张贴在轿厢内。"}
	if got := analyse.SharedText(texts); got != shared {
		t.Errorf("the shared text is %s", got)
	}
	if got := analyse.Added(texts[0], shared); !slices.Equal(got, []string{own}) {
		t.Errorf("the first adds %q", got)
	}
	if got := analyse.Added(texts[3], shared); len(got) != 0 {
		t.Errorf("the last adds %q", got)
	}
}
