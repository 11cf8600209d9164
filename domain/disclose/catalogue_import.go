package disclose

import (
	"encoding/csv"
	"strings"

	"minyi/domain/civic"
)

// CatalogueWarningKind is something that the import of a catalogue was not sure of.
type CatalogueWarningKind string

// The warnings.
const (
	CellMerged      CatalogueWarningKind = "MERGED"        // an empty cell took the words of the one above
	SameAsAbove     CatalogueWarningKind = "SAME_AS_ABOVE" // 同上
	TimeLimitUnread CatalogueWarningKind = "TIME_LIMIT_UNREAD"
	RowSkipped      CatalogueWarningKind = "ROW_SKIPPED"
)

// CatalogueWarning says what the import was not sure of, and where.
type CatalogueWarning struct {
	Kind   CatalogueWarningKind `json:"kind"`
	Line   int                  `json:"line"` // of the table, from 1
	Column string               `json:"column"`
	Words  string               `json:"words"`
}

// CatalogueWarnings is stored as JSON.
type CatalogueWarnings []CatalogueWarning

// Scan reads the warnings from a JSON column.
func (w *CatalogueWarnings) Scan(from any) error { return civic.ScanJSON(from, w) }

// The columns of a catalogue by the words in their headings. A cell of a column in inherited that is empty stands for the one above.
var (
	catalogueColumns = []string{"序号", "一级事项", "二级事项", "公开内容", "公开依据", "公开时限", "公开主体", "公开渠道", "全社会", "特定群体", "主动", "依申请", "县级", "乡级"}
	inherited        = map[string]bool{"序号": true, "一级事项": true, "二级事项": true, "公开依据": true, "公开时限": true, "公开主体": true, "公开渠道": true}
)

// catalogueTable reads a table row by row.
type catalogueTable struct {
	columns  map[string]int
	above    map[string]string
	warnings CatalogueWarnings
}

// ReadCatalogue reads a table as departments keep it: with a heading of one or two rows, merged cells, 同上, and time limits in words. It refuses
// as NOT_A_CATALOGUE a text without a heading.
func ReadCatalogue(text string) (items []CatalogueItem, warnings CatalogueWarnings, err error) {
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	reader.FieldsPerRecord, reader.LazyQuotes = -1, true
	rows, err := reader.ReadAll()
	if err != nil {
		return nil, nil, civic.Refuse(NotACatalogue, "table")
	}
	t := catalogueTable{above: map[string]string{}, warnings: CatalogueWarnings{}}
	for i, row := range rows {
		switch {
		case t.columns == nil:
			t.heading(row)
		case t.subheading(row):
		default:
			if item, is := t.row(i+1, row); is {
				item.Position = len(items)
				items = append(items, item)
			}
		}
	}
	if t.columns == nil {
		return nil, nil, civic.Refuse(NotACatalogue, "table")
	}
	return items, t.warnings, nil
}

// heading finds the columns in a row that names the two columns that a catalogue must have.
func (t *catalogueTable) heading(row []string) {
	joined := strings.Join(row, "|")
	if strings.Contains(joined, "公开内容") && strings.Contains(joined, "公开时限") {
		t.columns = map[string]int{}
		t.subheading(row)
	}
}

// subheading adds the columns that a row names, and reports whether the row is a part of the heading: no row of the body has two of the names.
func (t *catalogueTable) subheading(row []string) bool {
	found := 0
	for at, cell := range row {
		plain := strings.Join(strings.Fields(cell), "")
		for _, name := range catalogueColumns {
			if _, known := t.columns[name]; !known && strings.HasPrefix(plain, name) && len(plain) <= len(name)+24 {
				t.columns[name] = at
				found++
			}
		}
	}
	return found >= 2
}

// row reads a row of the body. A row without contents is skipped.
func (t *catalogueTable) row(line int, row []string) (CatalogueItem, bool) {
	cells := map[string]string{}
	for _, name := range catalogueColumns {
		cells[name] = t.cell(line, name, row)
	}
	if cells["公开内容"] == "" {
		if joined := strings.TrimSpace(strings.Join(row, "")); joined != "" {
			t.warn(RowSkipped, line, "", joined)
		}
		return CatalogueItem{}, false
	}
	limit := ReadTimeLimit(cells["公开时限"])
	if limit.Kind == LimitUnread {
		t.warn(TimeLimitUnread, line, "公开时限", cells["公开时限"])
	}
	return CatalogueItem{Key: civic.NewKey(), TimeLimit: limit.Kind, LimitDays: limit.Days, LimitUnit: limit.Unit, Words: ItemWords{
		Number: cells["序号"], Level1: cells["一级事项"], Level2: cells["二级事项"], Elements: cells["公开内容"], Bases: cells["公开依据"], TimeLimit: cells["公开时限"], Agency: cells["公开主体"],
		Channels: channelsOf(cells["公开渠道"]), Audience: marked(cells, "全社会", "特定群体"), Mode: marked(cells, "主动", "依申请"), Levels: marked(cells, "县级", "乡级"),
	}}, true
}

// cell reads a cell. An empty one and 同上 take the words of the one above.
func (t *catalogueTable) cell(line int, name string, row []string) string {
	at, known := t.columns[name]
	if !known || at >= len(row) {
		return ""
	}
	words := strings.TrimSpace(row[at])
	switch above := t.above[name]; {
	case words == "同上":
		t.warn(SameAsAbove, line, name, above)
		words = above
	case words == "" && inherited[name] && above != "":
		t.warn(CellMerged, line, name, above)
		words = above
	}
	t.above[name] = words
	return words
}

func (t *catalogueTable) warn(kind CatalogueWarningKind, line int, column, words string) {
	if runes := []rune(words); len(runes) > 100 {
		words = string(runes[:100])
	}
	t.warnings = append(t.warnings, CatalogueWarning{kind, line, column, words})
}

// channelsOf cuts the channels of a cell apart: ■政府网站 □政府公报 names one.
func channelsOf(cell string) []string {
	channels := []string{}
	boxes := strings.ContainsAny(cell, "■☑")
	for _, part := range strings.FieldsFunc(strings.NewReplacer("■", "\n■", "☑", "\n☑", "□", "\n□").Replace(cell), func(r rune) bool { return strings.ContainsRune("\n、；;,，", r) }) {
		part = strings.TrimSpace(part)
		if boxes && !strings.HasPrefix(part, "■") && !strings.HasPrefix(part, "☑") {
			continue
		}
		if part = strings.TrimSpace(strings.TrimLeft(part, "■☑")); part != "" {
			channels = append(channels, part)
		}
	}
	return channels
}

// marked lists the columns in which a row has a mark.
func marked(cells map[string]string, names ...string) []string {
	set := []string{}
	for _, name := range names {
		if cells[name] != "" && cells[name] != "×" && cells[name] != "-" {
			set = append(set, name)
		}
	}
	return set
}
