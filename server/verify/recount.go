package verify

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/bits"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"minyi/domain/consult"
	"minyi/domain/report"
	"minyi/domain/trust"
)

// recount counts the rows of a report again.
type recount struct {
	comments, hidden, endorsements, answered int
	stances, outcomes                        map[string]int
	days, clauses                            map[string]int
	answers                                  map[int]answered // by the number of the answer
	leaves                                   map[string]bool  // of the comments
	log                                      trust.LogTree
}

// answered is what an answer says, and how many comments refer to it.
type answered struct {
	outcome  consult.AdoptionOutcome
	comments int
}

func newRecount() *recount {
	return &recount{stances: map[string]int{}, outcomes: map[string]int{}, days: map[string]int{}, clauses: map[string]int{}, answers: map[int]answered{}, leaves: map[string]bool{}}
}

// add counts a row of a list.
func (r *recount) add(list string, number int, raw []byte) error {
	switch list {
	case report.AnswersList:
		return r.answer(number, raw)
	case report.CommentsList:
		return r.comment(number, raw)
	case report.ReceiptsList:
		return r.receipt(raw)
	}
	return nil
}

func (r *recount) answer(number int, raw []byte) error {
	var row report.AnswerRow
	if err := json.Unmarshal(raw, &row); err != nil {
		return err
	}
	r.answers[number] = answered{row.Outcome, row.Comments}
	return inOrder(number, row.Number)
}

// inOrder checks that a row has the number of its place.
func inOrder(place, number int) error {
	if place != number {
		return fmt.Errorf("it has the number %d", number)
	}
	return nil
}

func (r *recount) comment(number int, raw []byte) error {
	var row report.CommentRow
	if err := json.Unmarshal(raw, &row); err != nil {
		return err
	}
	r.comments++
	r.endorsements += row.Endorsements
	r.stances[string(row.Stance)]++
	r.days[string(row.Day)]++
	if row.Hidden {
		r.hidden++
	}
	if row.ClauseRef != nil {
		r.clauses[*row.ClauseRef]++
	}
	if row.Leaf != nil {
		r.leaves[string(row.Leaf)] = true
	}
	if (row.Answer == nil) != (row.Outcome == nil) {
		return fmt.Errorf("it has an outcome without an answer, or an answer without an outcome")
	}
	if row.Answer != nil {
		answer := r.answers[*row.Answer]
		if answer.outcome != *row.Outcome {
			return fmt.Errorf("its outcome is not that of answer %d", *row.Answer)
		}
		answer.comments--
		r.answers[*row.Answer] = answer
		r.answered++
		r.outcomes[string(*row.Outcome)]++
	}
	return inOrder(number, row.Number)
}

// receipt adds a part to the log.
func (r *recount) receipt(raw []byte) error {
	var part report.LogPart
	if err := json.Unmarshal(raw, &part); err != nil {
		return err
	}
	if part.Leaf != nil {
		r.log.Add(tlog.RecordHash(part.Leaf))
		delete(r.leaves, string(part.Leaf))
		return nil
	}
	if part.Hash == nil || part.Size < 1 || bits.OnesCount(uint(part.Size)) != 1 || r.log.Size%int64(part.Size) != 0 {
		return fmt.Errorf("it is no part of a log at this place")
	}
	r.log.AddTree(bits.Len(uint(part.Size))-1, *part.Hash)
	return nil
}

// compare tells each count of the report that is not that of its rows.
func (r *recount) compare(frozen report.ReportContent, fail func(format string, args ...any)) {
	same := func(what string, said, counted int) {
		if said != counted {
			fail("%s: the report says %d, its rows give %d", what, said, counted)
		}
	}
	said, done := frozen.Said, frozen.Done
	same("comments", said.Comments, r.comments)
	same("hidden comments", said.Hidden, r.hidden)
	same("endorsements", said.Endorsements, r.endorsements)
	same("comments without an answer", done.Unanswered, r.comments-r.answered)
	each := func(what string, said, counted map[string]int) {
		for _, key := range slices.Sorted(maps.Keys(said)) {
			same(what+" "+key, said[key], counted[key])
			delete(counted, key)
		}
		for _, key := range slices.Sorted(maps.Keys(counted)) {
			same(what+" "+key, 0, counted[key])
		}
	}
	stances, days, clauses, outcomes := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for _, n := range said.ByStance {
		stances[string(n.Stance)] = n.Count
	}
	for _, n := range said.ByDay {
		days[n.Day] = n.Count
	}
	for _, n := range said.ByClause {
		clauses[n.ClauseRef] = n.Count
	}
	for _, n := range done.Outcomes {
		outcomes[string(n.Outcome)] = n.Count
	}
	each("stance", stances, r.stances)
	each("day", days, r.days)
	each("clause", clauses, r.clauses)
	each("outcome", outcomes, r.outcomes)
	for _, number := range slices.Sorted(maps.Keys(r.answers)) {
		same(fmt.Sprintf("comments of answer %d, those of its rows taken away", number), 0, r.answers[number].comments)
	}
	same("comments whose leaf is not in the log", 0, len(r.leaves))
	same("leaves of the log", frozen.Log.TreeSize, int(r.log.Size))
	if root := r.log.Root().String(); root != frozen.Log.RootHash {
		fail("the parts of the log give the root %s, and the report has %s", root, frozen.Log.RootHash)
	}
}
