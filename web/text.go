package web

// A text of more clauses is shown a chapter at a time.
const (
	longText   = 300
	longestOne = 2000
)

// headings are the kinds of clauses that hold others and have no text of their own.
var headings = map[any]bool{"BOOK": true, "SUBDIVISION": true, "CHAPTER": true, "SECTION": true}

// clausesOf reads the clauses of a draft that the page shows: all, or those of a chapter if the text is long.
func (q *query) clausesOf(draft map[string]any, chapter any) ([]map[string]any, error) {
	total, _ := get(draft, "size.totalCount").(int)
	chapters := partsOf(draft, total)
	draft["parts"] = chapters
	if len(chapters) == 0 {
		chapter = nil
	} else if chapter == nil {
		chapter = chapters[0]["id"]
	}
	draft["part"] = chapter
	data, err := q.ask("clauses", vars{"draft": draft["id"], "under": chapter, "first": min(max(total, 1), longestOne)})
	if err != nil {
		return nil, err
	}
	shown := nodes(data["node"].(map[string]any), "clauses.nodes")
	for i, clause := range shown {
		clause["heads"] = headings[clause["kind"]]
		clause["first"] = i == 0
	}
	return shown, nil
}

// partsOf are the parts that a long text is shown in: its chapters, with the sections in them; none for a short text.
func partsOf(draft map[string]any, total int) (parts []map[string]any) {
	outline := nodes(draft, "outline.nodes")
	if total <= longText {
		return nil
	}
	for i, part := range outline {
		if part["kind"] == "CHAPTER" || i+1 == len(outline) || toFloat(outline[i+1]["depth"]) <= toFloat(part["depth"]) {
			if part["kind"] != "SECTION" || !inChapter(outline[:i], part) {
				parts = append(parts, part)
			}
		}
	}
	return parts
}

// inChapter tells whether the nearest heading above a section is a chapter, which is shown as a whole.
func inChapter(before []map[string]any, section map[string]any) bool {
	for i := len(before) - 1; i >= 0; i-- {
		if toFloat(before[i]["depth"]) < toFloat(section["depth"]) {
			return before[i]["kind"] == "CHAPTER"
		}
	}
	return false
}

// draft shows one version of a text.
func draft(q *query) (map[string]any, error) {
	data, err := q.found("draft", vars{"id": q.id()}, "node")
	if err != nil {
		return nil, err
	}
	text := data["node"].(map[string]any)
	text["clauses"], err = q.clausesOf(text, q.param("chapter"))
	return data, err
}
