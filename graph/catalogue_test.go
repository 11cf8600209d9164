package graph_test

import (
	"slices"
	"testing"

	"minyi/graph/graphtest"
)

const (
	importCatalogue  = `mutation ($input: ImportCatalogueInput!) { importCatalogue(input: $input) { catalogue { id version warnings { kind line column } items { nodes { id elements bases timeLimit limitDays channels } } } userErrors { code field message } } }`
	publishCatalogue = `mutation ($input: PublishCatalogueInput!) { publishCatalogue(input: $input) { catalogue { id publishedAt } userErrors { code field message } } }`
	recordFormed     = `mutation ($input: RecordFormedInput!) { recordFormed(input: $input) { duty { id due { dueOn rule } overdueDays } userErrors { code field message } } }`
	fulfilDuty       = `mutation ($input: FulfilDutyInput!) { fulfilDuty(input: $input) { duty { id fulfilledOn overdueDays } userErrors { code field message } } }`
	readGaps         = `{ catalogueGaps { nodes { elements catalogue { field } } } disclosureDuties(fulfilled: false) { nodes { title overdueDays item { elements } } } }`
)

// catalogueOf is a small table of a department.
func catalogueOf(department string, more ...any) map[string]any {
	return with(map[string]any{"departmentId": department, "district": "吉阳区", "field": "保障性住房", "table": "序号,一级事项,二级事项,公开内容（要素）,公开依据,公开时限,公开主体,公开渠道和载体\n" +
		"1,分配,名单,公租房名单,办法,形成之日起20个工作日内,住建局,■政府网站 □政府公报\n2,,结果,分配结果,同上,实时,,政府网站\n"}, more...)
}

// catalogue is a catalogue in force, and its first row.
func (m *matrix) catalogue() (id, item string) {
	m.Helper()
	made := m.city.Editor().Must(importCatalogue, "input", catalogueOf(m.housing, "district", "D"+m.fresh())).Get("importCatalogue.catalogue")
	m.city.Publisher().Must(publishCatalogue, "input", map[string]any{"catalogueId": made.Get("id").String()})
	return made.Get("id").String(), made.Get("items.nodes.0.id").String()
}

// formed is something that was formed on a day.
func (m *matrix) formed(on string) string {
	m.Helper()
	_, item := m.catalogue()
	return m.city.Editor().Must(recordFormed, "input", map[string]any{"itemId": item, "title": "第三批名单", "formedOn": on}).Get("recordFormed.duty.id").String()
}

var (
	_ = inMatrix("importCatalogue", func(m *matrix, _ *graphtest.Client) map[string]any {
		return catalogueOf(m.housing, "district", "D"+m.fresh())
	})
	_ = inMatrix("publishCatalogue", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"catalogueId": m.city.Editor().Must(importCatalogue, "input", catalogueOf(m.housing)).Get("importCatalogue.catalogue.id").String()}
	})
	_ = inMatrix("recordFormed", func(m *matrix, _ *graphtest.Client) map[string]any {
		_, item := m.catalogue()
		return map[string]any{"itemId": item, "title": "第三批名单", "formedOn": "2024-09-27"}
	})
	_ = inMatrix("fulfilDuty", func(m *matrix, _ *graphtest.Client) map[string]any {
		return map[string]any{"dutyId": m.formed("2024-09-27"), "url": "https://example.org/list"}
	})
)

// TestCatalogueNamesWhatNobodyPublished imports a catalogue, misses a duty, fulfils it late, and replaces the catalogue.
func TestCatalogueNamesWhatNobodyPublished(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	made := m.city.Editor().Must(importCatalogue, "input", catalogueOf(m.housing)).Get("importCatalogue.catalogue")
	if made.Get("items.nodes.1.bases").String() != "办法" || made.Get("items.nodes.0.channels").Raw != `["政府网站"]` || made.Get("items.nodes.1.timeLimit").String() != "REAL_TIME" || made.Get("version").Int() != 1 || len(made.Get("warnings").Array()) != 3 {
		t.Errorf("the catalogue is %s", made.Raw)
	}
	id, item := made.Get("id").String(), made.Get("items.nodes.0.id").String()
	formed := map[string]any{"itemId": item, "title": "第三批名单", "formedOn": "2024-09-27"}
	if got := graphtest.Problems(m.city.Editor().Ask(recordFormed, "input", formed)); !slices.Equal(got, []string{"CATALOGUE_NOT_IN_FORCE itemId"}) {
		t.Errorf("under a catalogue that is not published: %v", got)
	}
	if got := m.city.Anyone().Must(`query ($id: ID!) { node(id: $id) { id } }`, "id", item).Get("node").Raw; got != "null" {
		t.Errorf("the public finds a row of it: %s", got)
	}
	m.city.Publisher().Must(publishCatalogue, "input", map[string]any{"catalogueId": id})
	duty := m.city.Editor().Must(recordFormed, "input", formed).Get("recordFormed.duty")
	if duty.Get("due").Raw != `{"dueOn":"2024-10-30","rule":"CATALOGUE_WITHIN"}` {
		t.Errorf("the duty is %s, want 2024-10-30", duty.Raw)
	}
	if gaps := m.city.Anyone().Must(readGaps); len(gaps.Get("catalogueGaps.nodes").Array()) != 2 || gaps.Get("disclosureDuties.nodes.0.overdueDays").Int() < 100 {
		t.Errorf("what nobody published is %s", gaps.Raw)
	}
	done := map[string]any{"dutyId": duty.Get("id").String(), "url": "https://example.org/list", "on": "2024-11-01"}
	if got := m.city.Editor().Must(fulfilDuty, "input", done).Get("fulfilDuty.duty.overdueDays").Int(); got != 2 {
		t.Errorf("it is late by %d working days, want 2", got)
	}
	if gaps := m.city.Anyone().Must(readGaps); gaps.Get("catalogueGaps.nodes").Raw != `[{"elements":"分配结果","catalogue":{"field":"保障性住房"}}]` || gaps.Get("disclosureDuties.nodes").Raw != `[]` {
		t.Errorf("after the publication it is %s", gaps.Raw)
	}
	second := m.city.Editor().Must(importCatalogue, "input", catalogueOf(m.housing)).Get("importCatalogue.catalogue")
	m.city.Publisher().Must(publishCatalogue, "input", map[string]any{"catalogueId": second.Get("id").String()})
	if got := m.city.Anyone().Must(`{ disclosureCatalogues(district: "吉阳区") { nodes { version } } }`).Get("disclosureCatalogues.nodes").Raw; got != `[{"version":2}]` {
		t.Errorf("in force is %s", got)
	}
	for what, c := range map[string]struct {
		who   *graphtest.Client
		query string
		input map[string]any
		want  string
	}{
		"an old catalogue":       {m.city.Editor(), recordFormed, formed, "CATALOGUE_NOT_IN_FORCE itemId"},
		"a second publication":   {m.city.Publisher(), publishCatalogue, map[string]any{"catalogueId": id}, "ALREADY_PUBLISHED catalogueId"},
		"a second fulfilment":    {m.city.Editor(), fulfilDuty, done, "ALREADY_FULFILLED dutyId"},
		"a table of something":   {m.city.Editor(), importCatalogue, catalogueOf(m.housing, "table", "姓名,电话\n甲,1\n"), "NOT_A_CATALOGUE table"},
		"the future":             {m.city.Editor(), recordFormed, with(formed, "itemId", second.Get("items.nodes.0.id").String(), "formedOn", inDays(2)), "FUTURE_DAY formedOn"},
		"a day before it was":    {m.city.Editor(), fulfilDuty, map[string]any{"dutyId": m.formed("2024-09-27"), "url": "https://example.org", "on": "2024-09-01"}, "INVALID on"},
		"an address that is not": {m.city.Editor(), fulfilDuty, with(done, "url", "javascript:alert(1)"), "INVALID url"},
	} {
		if got := graphtest.Problems(c.who.Ask(c.query, "input", c.input)); !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s: %v, want %s", what, got, c.want)
		}
	}
}
