package web

import "slices"

// stages are the steps of a policy record, in their order.
var stages = []string{"PROPOSED", "DRAFTING", "IN_REVIEW", "CONSULTING", "ANSWERING", "REPORTED", "ADOPTED", "IN_FORCE"}

// policy shows a policy record: how far it is, its texts, and all that happened.
func policy(q *query) (map[string]any, error) {
	data, err := q.found("policy", vars{"id": q.id()}, "policyRecord")
	if err != nil {
		return nil, err
	}
	record := data["policyRecord"].(map[string]any)
	at := slices.Index(stages, record["stage"].(string))
	var steps []map[string]any
	for i, stage := range stages {
		steps = append(steps, map[string]any{"stage": stage, "done": i < at, "now": i == at})
	}
	record["steps"] = steps
	return data, nil
}

// compare shows two versions side by side: what differs, or all.
func compare(q *query) (map[string]any, error) {
	from, to := q.param("from"), q.param("to")
	if from == nil || to == nil {
		return nil, notFound
	}
	var changes []string
	if q.param("all") == nil {
		changes = []string{"CHANGED", "MOVED", "NEW", "SPLIT", "MERGED", "GONE"}
	}
	return q.found("compare", vars{"from": from, "to": to, "after": q.param("after"), "changes": changes}, "compareDrafts")
}
