package web

import "slices"

// survey shows the questions of a survey, to be read. The module of the page turns them into a form, a section a page.
func survey(q *query) (map[string]any, error) {
	data, err := q.found("survey", vars{"id": q.id()}, "survey")
	if err != nil {
		return nil, err
	}
	s := data["survey"].(map[string]any)
	kept := map[any]any{}
	for _, p := range nodes(s, "protections") {
		kept[p["question"]] = p["words"]
	}
	for _, question := range nodes(s, "questions") {
		question["protection"] = kept[question["key"]]
	}
	return data, nil
}

// results shows the results of a survey; a survey that is open may keep them until it closes.
func results(q *query) (map[string]any, error) {
	data, err := q.found("results", vars{"id": q.id()}, "survey")
	if err != nil {
		return nil, err
	}
	s := data["survey"].(map[string]any)
	kept := map[any]any{}
	for _, p := range nodes(s, "protections") {
		kept[p["question"]] = p["words"]
	}
	for _, question := range nodes(s, "results.questions") {
		question["protection"] = kept[get(question, "question.key")]
		scale(question)
	}
	return data, nil
}

// scale gives each row of a chart its length in percent: the longest fills the chart.
func scale(question map[string]any) {
	lists := [][]map[string]any{slices.Concat(nodes(question, "options"), nodes(map[string]any{"other": []any{question["other"]}}, "other")), nodes(question, "values"), nodes(question, "bins")}
	for _, row := range nodes(question, "rows") {
		lists = append(lists, nodes(row, "options"))
	}
	for _, rows := range lists {
		most := 1.0
		for _, row := range rows {
			most = max(most, toFloat(row["count"]))
		}
		for _, row := range rows {
			row["width"] = 100 * toFloat(row["count"]) / most
		}
	}
}
