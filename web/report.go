package web

// report shows what was asked, said and done. There is none before it is published.
func report(q *query) (map[string]any, error) {
	data, err := q.found("report", vars{"id": q.id(), "after": q.param("after")}, "consultation")
	if err != nil {
		return nil, err
	}
	c := data["consultation"].(map[string]any)
	if c["feedbackReport"] == nil {
		return nil, notFound
	}
	c["bars"] = bars(nodes(c, "feedbackReport.said.byStance"))
	c["outcomes"] = bars(nodes(c, "feedbackReport.done.outcomes"))
	return data, nil
}
