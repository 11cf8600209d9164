package web

import "errors"

// search shows what a search finds. What is wrong with the words is said on the page.
func search(q *query) (map[string]any, error) {
	text := q.param("q")
	if text == nil {
		return map[string]any{"search": nil, "problem": ""}, nil
	}
	data, err := q.ask("search", vars{"text": text, "after": q.param("after"), "kinds": nil})
	return sayProblem(data, err, "search")
}

// receipts shows the state of a receipt in the log.
func receipts(q *query) (map[string]any, error) {
	code := q.param("code")
	if code == nil {
		return map[string]any{"receipt": nil, "problem": ""}, nil
	}
	data, err := q.ask("receipt", vars{"code": code})
	return sayProblem(data, err, "receipt")
}

// sayProblem shows the reason of a refusal that the reader can mend, in place of an error page.
func sayProblem(data map[string]any, err error, field string) (map[string]any, error) {
	var r refused
	if errors.As(err, &r) && (statuses[r.code] == 0 || r.code == "NOT_FOUND") && r.code != "INTERNAL" {
		return map[string]any{field: nil, "problem": r.message}, nil
	}
	if err == nil {
		data["problem"] = ""
	}
	return data, err
}
