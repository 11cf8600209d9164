package web

import "slices"

// consultation shows a consultation: its outcome once it is reported, the draft with the counts of its clauses, and the comments on all or on
// the clause that the reader chose.
func consultation(q *query) (map[string]any, error) {
	clause, err := q.chosen()
	if err != nil {
		return nil, err
	}
	data, err := q.found("consultation", vars{"id": q.id(), "filter": q.commentFilter(), "after": q.param("after"), "order": q.commentOrder()}, "consultation")
	if err != nil {
		return nil, err
	}
	data["chosen"] = clause
	c := data["consultation"].(map[string]any)
	c["bars"] = bars(nodes(c, "commentTally.byStance"))
	if text, has := c["draft"].(map[string]any); has {
		chapter := q.param("chapter")
		if chapter == nil {
			chapter = q.chapterOf(clause, text)
		}
		if text["clauses"], err = q.clausesOf(text, chapter); err != nil {
			return nil, err
		}
		count(text["clauses"].([]map[string]any), nodes(c, "commentTally.byClause"), clause)
	}
	return data, nil
}

// chosen reads the clause that the address names; nil without one.
func (q *query) chosen() (map[string]any, error) {
	id := q.param("clause")
	if id == nil {
		return nil, nil
	}
	data, err := q.found("clause", vars{"id": id}, "node")
	if err != nil {
		return nil, err
	}
	return data["node"].(map[string]any), nil
}

// commentFilter is what the address says of the comments to show.
func (q *query) commentFilter() vars {
	filter := vars{}
	if clause := q.param("clause"); clause != nil {
		filter["clauseId"] = clause
	}
	if stance := q.param("stance"); stance != nil {
		filter["stance"] = stance
	}
	return filter
}

// commentOrder is newest first, or what most have joined.
func (q *query) commentOrder() string {
	if q.param("order") == "MOST_ENDORSED" {
		return "MOST_ENDORSED"
	}
	return "NEWEST"
}

// chapterOf is the chapter of a long text that a clause is in; nil for none.
func (q *query) chapterOf(clause, text map[string]any) any {
	total, _ := get(text, "size.totalCount").(int)
	parts := partsOf(text, total)
	for at := clause; at != nil; at, _ = at["parent"].(map[string]any) {
		if slices.ContainsFunc(parts, func(p map[string]any) bool { return p["id"] == at["id"] }) {
			return at["id"]
		}
	}
	return nil
}

// count writes the numbers of comments beside the clauses, and marks the clause that the reader chose.
func count(clauses, counts []map[string]any, chosen map[string]any) {
	byID := map[any]any{}
	for _, c := range counts {
		byID[get(c, "clause.id")] = c["count"]
	}
	for _, clause := range clauses {
		clause["count"] = byID[clause["id"]]
		clause["chosen"] = chosen != nil && chosen["id"] == clause["id"]
	}
}

// bars gives each count its place in one bar of a hundred: where it begins, and how long it is.
func bars(counts []map[string]any) []map[string]any {
	total, from := 0.0, 0.0
	for _, c := range counts {
		total += toFloat(c["count"])
	}
	for _, c := range counts {
		c["share"], c["from"], c["width"] = toFloat(c["count"])/max(total, 1), from, 100*toFloat(c["count"])/max(total, 1)
		from += c["width"].(float64)
	}
	return counts
}
