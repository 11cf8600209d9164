package web

// home shows what is open, what came of the rest, and who is late.
func home(q *query) (map[string]any, error) { return q.ask("home", nil) }
