package graph_test

import (
	"strings"
	"testing"

	"minyi/graph/graphtest"
)

// TestHotReadsCostFewStatements reads what is read most, and finds that as many statements are sent for twenty rows as for one,
// through nodes as through edges, and no more than so many.
func TestHotReadsCostFewStatements(t *testing.T) {
	t.Parallel()
	city, statements := graphtest.NewCounted(t)
	asked := city.PutToPublic()
	said := comments(city, asked, 20)
	city.MoveTime(asked.Consultation, afterClosing)
	for _, id := range said {
		city.Editor().Must(respond, "input", map[string]any{"commentIds": []string{id}, "outcome": "ADOPTED", "reason": []any{map[string]any{"locale": "zh", "text": "采纳。"}}})
	}
	for range 20 {
		city.PutSurvey("LIVE")
	}
	for name, c := range map[string]struct {
		query, rows string
		most        int64
	}{
		"open consultations": {`query ($first: Int, $id: ID!) { node(id: $id) @skip(if: true) { id } list: consultations(first: $first, filter: {status: [OPEN]}) { « id title status
			commentPeriod { opensAt closesAt } department { id code name } commentTally { total } » pageInfo { hasNextPage endCursor } } }`, "list", 3},
		"newest comments": {`query ($first: Int, $id: ID!) { consultation(id: $id) { comments(first: $first) { « id stance body createdAt clause { id label }
			officialResponse { id outcome reason } » pageInfo { hasNextPage endCursor } } } }`, "consultation.comments", 4},
		"results": {`query ($first: Int, $id: ID!) { node(id: $id) @skip(if: true) { id } list: consultations(first: $first, filter: {status: [OPEN]}) { « surveys { results { responses
			questions { question { key } answered } } } » } }`, "list", 4},
	} {
		for shape, braces := range map[string]*strings.Replacer{
			"nodes": strings.NewReplacer("«", "nodes {", "»", "}"),
			"edges": strings.NewReplacer("«", "edges { cursor node {", "»", "} }"),
		} {
			t.Run(name+" through "+shape, func(t *testing.T) {
				query := braces.Replace(c.query)
				costs := func(rows int) int64 {
					return statements.During(func() {
						got := city.Anyone().Must(query, "first", rows, "id", asked.Consultation).Get(c.rows + "." + shape)
						if read := len(got.Array()); read != rows {
							t.Fatalf("%d rows, want %d: %s", read, rows, got.Raw)
						}
					})
				}
				one, many := costs(1), costs(20)
				if one == 0 || many > one || many > c.most {
					t.Errorf("20 rows cost %d statements and one row %d; at most %d are right", many, one, c.most)
				}
			})
		}
	}
}
