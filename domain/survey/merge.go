package survey

import "minyi/domain/civic"

// MergedCount is the options or steps that are counted together, because fewer than five people chose one of them.
type MergedCount struct {
	Keys  []string `json:"keys"`
	Count int      `json:"count"`
	Share *float64 `json:"share"`
}

// mergedKey is the key of merged options in a cross-table. It cannot be an option's key, because those have no dots.
const mergedKey = "merged.few"

// theMerged is the row or column of the merged options in a cross-table.
var theMerged = Option{Key: mergedKey, Titles: civic.Localized{civic.Chinese: "人数少而合并的选项", civic.English: "Options of few people, counted together"}}

// merge says which counts are published together. These are all from one to four. Alone, one of them would follow from the sum. So others
// join until there are two options of at least five people. The secret decides who joins: a rule that all know would tell more
// about the joined counts than their sum.
func (n Noise) merge(question string, keys []string, counts []int) []bool {
	merged, members, sum := make([]bool, len(counts)), 0, 0
	join := func(i int) { merged[i], members, sum = true, members+1, sum+counts[i] }
	for i, count := range counts {
		if count > 0 && count < minCellCount {
			join(i)
		}
	}
	for members > 0 && (members < 2 || sum < minCellCount) {
		next := -1
		for i, count := range counts {
			if !merged[i] && count >= minCellCount && (next < 0 || n.number("merge", question, keys[i]) < n.number("merge", question, keys[next])) {
				next = i
			}
		}
		if next < 0 {
			break
		}
		join(next)
	}
	return merged
}
