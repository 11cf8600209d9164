package web

// consultations lists consultations. The filters are a form, so that they work without JavaScript.
func consultations(q *query) (map[string]any, error) {
	filter, order := vars{}, "NEWEST"
	if status := q.param("status"); status != nil {
		filter["status"] = []any{status}
		if status == "OPEN" {
			order = "CLOSING_SOONEST"
		}
	}
	if department := q.param("department"); department != nil {
		filter["departmentId"] = department
	}
	return q.ask("consultations", vars{"filter": filter, "order": order, "after": q.param("after")})
}

// overdue lists the consultations whose report is late.
func overdue(q *query) (map[string]any, error) { return list("overdue")(q) }

// policies lists policy records.
func policies(q *query) (map[string]any, error) {
	filter := vars{}
	if title := q.param("title"); title != nil {
		filter["title"] = title
	}
	return q.ask("policies", vars{"filter": filter, "after": q.param("after")})
}
