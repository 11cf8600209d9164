package policy

import (
	"context"
	"slices"

	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/lineage"
)

// NotOneRecord refuses to compare versions of different policy records.
var NotOneRecord = civic.NewRequestCode("NOT_ONE_RECORD", "两个版本不属于同一政策档案。", "The two versions belong to different policy records.")

// VersionComparison compares any two versions of a record's draft.
type VersionComparison struct {
	From, To                                            Draft
	Unchanged, Changed, Moved, New, Gone, Split, Merged int
	Rows                                                []lineage.ComparedClause
}

// NewVersionComparison counts the changes of the rows.
func NewVersionComparison(from, to Draft, rows []lineage.ComparedClause) VersionComparison {
	v := VersionComparison{From: from, To: to, Rows: rows}
	counts := map[lineage.ComparedChange]*int{
		lineage.ComparedChange(legaltext.Unchanged): &v.Unchanged, lineage.ComparedChange(legaltext.Changed): &v.Changed,
		lineage.ComparedChange(legaltext.Moved): &v.Moved, lineage.ComparedChange(legaltext.New): &v.New, lineage.Gone: &v.Gone,
		lineage.ComparedChange(legaltext.Split): &v.Split, lineage.ComparedChange(legaltext.Merged): &v.Merged,
	}
	for _, row := range rows {
		*counts[row.Change]++
	}
	return v
}

// Page returns a page of the rows with these changes, of all rows without any. A page may hold a whole text.
func (v VersionComparison) Page(page civic.PageArgs, changes []lineage.ComparedChange) (civic.Page[lineage.ComparedClause], error) {
	name := "comparison/" + v.From.Key.String() + "/" + v.To.Key.String()
	rows := v.Rows
	if changes != nil {
		rows = slices.DeleteFunc(slices.Clone(rows), func(row lineage.ComparedClause) bool { return !slices.Contains(changes, row.Change) })
		for _, change := range changes {
			name += "/" + string(change)
		}
	}
	page.Largest = LargestClausePage
	w, err := page.Window(name)
	if err != nil {
		return civic.Page[lineage.ComparedClause]{}, err
	}
	begin, end := w.Range(len(rows))
	found := civic.Page[lineage.ComparedClause]{Window: w, Rows: rows[begin:end], MoreBefore: begin > 0, MoreAfter: end < len(rows),
		CountListing: func(context.Context) (int, error) { return len(rows), nil }}
	for i, row := range found.Rows {
		found.Places = append(found.Places, civic.Place{Rank: int64(begin + i + 1), Key: row.Key()})
	}
	return found, nil
}
