package analyse

import (
	"database/sql/driver"
	"math/rand/v2"
	"slices"
	"time"

	"minyi/domain/civic"
)

// The least numbers of people. Below them no groups are shown: a small group would tell what one person thinks.
const (
	LeastPeople      = 100 // in all groups together
	LeastGroup       = 10  // in each group, and among those of a group who judged a statement that is shown
	LeastVotes       = 7   // of one person; fewer say too little to place a person (Polis uses the same number)
	mostGroups       = 5
	silhouetteSample = 1_000 // people of whom the silhouette is computed: it compares every two of them
)

// Vote is what a person thinks of a statement.
type Vote int8

// The votes. A person who saw a statement and took no side passes.
const (
	Disagrees Vote = -1
	Passes    Vote = 0
	Agrees    Vote = 1
)

// Opinion is the vote of one person on one statement, by their places from 0. A later vote of the same person on it replaces an earlier one.
type Opinion struct {
	Person, Statement int
	Vote              Vote
}

// OpinionGroups are groups of people who think alike. Nothing in them tells who belongs to a group.
type OpinionGroups struct {
	Absence    *OpinionAbsence // why there are none; nil if there are
	People     int             // in all groups
	Silhouette float64         // how well the groups are apart, from -1 to 1
	Groups     []OpinionGroup  // the largest first
	Shared     []StatementVote // what every group agrees or disagrees with, the most agreed first
	ComputedAt time.Time       `json:"-"`
}

// OpinionAbsence says why there are no opinion groups.
type OpinionAbsence string

// The reasons.
const (
	TooFewPeople OpinionAbsence = "TOO_FEW_PEOPLE" // fewer than LeastPeople judged enough statements
	NoGroups     OpinionAbsence = "NO_GROUPS"      // the people do not fall into groups of at least LeastGroup
)

// Value writes the groups to a JSON column.
func (g OpinionGroups) Value() (driver.Value, error) { return civic.ValueJSON(g) }

// Scan reads the groups from a JSON column.
func (g *OpinionGroups) Scan(from any) error { return civic.ScanJSON(from, g) }

// Name says what the statements are, by their places.
func (g *OpinionGroups) Name(subjects []civic.ID) {
	for _, list := range append(groupStatements(g.Groups), g.Shared) {
		for i := range list {
			list[i].Subject = subjects[list[i].Statement]
		}
	}
}

func groupStatements(groups []OpinionGroup) (lists [][]StatementVote) {
	for _, group := range groups {
		lists = append(lists, group.Statements)
	}
	return lists
}

// OpinionGroup is people who think alike and the statements that set them apart from all others, the clearest first.
type OpinionGroup struct {
	People     int
	Statements []StatementVote
}

// StatementVote is how the people of a group, or all people, judge a statement. Seen counts the people who judged it, those who passed included.
type StatementVote struct {
	Statement             int      `json:"-"`
	Subject               civic.ID // the comment, campaign or clause; Name sets it
	Agree, Disagree, Seen int
	Side                  Vote // the side that sets the group apart, or that all share
}

// Judgement is what people think of a statement.
type Judgement string

// The judgements.
const (
	Agree    Judgement = "AGREE"
	Disagree Judgement = "DISAGREE"
)

// Judgement is what sets the group apart, or what all share.
func (v StatementVote) Judgement() Judgement {
	if v.Side == Agrees {
		return Agree
	}
	return Disagree
}

// Passed counts the people who took no side.
func (v StatementVote) Passed() int { return v.Seen - v.Agree - v.Disagree }

// Votes are what people think of statements, by the places of both from 0. Nobody can disagree with an endorsable statement, such as a comment: who does
// not endorse it passes.
type Votes struct {
	People, Statements int
	Opinions           []Opinion
	Endorsable         []bool // by the statement; nil if none is
}

// FindOpinionGroups groups people by their votes: it projects the votes onto their two principal components and finds 2 to 5 clusters of
// people, as many as have the greatest silhouette. People with fewer than 7 votes, or with fewer than all if there are less, are left out.
// There are no groups, for the reason that is given, if fewer than LeastPeople are left, or if no clustering has LeastGroup people in each group. The same votes and the same
// seed always give the same groups. The method is that of Small, Bjorkegren, Erkkilä, Shaw and Megill, "Polis: Scaling Deliberation by Mapping
// High Dimensional Opinion Spaces" (Recerca 26, 2021).
func FindOpinionGroups(v Votes, seed uint64) OpinionGroups {
	votes := newVoteMatrix(v.People, v.Statements, v.Opinions).active()
	if len(votes) < LeastPeople {
		return OpinionGroups{Absence: new(TooFewPeople)}
	}
	endorsable := v.Endorsable
	if endorsable == nil {
		endorsable = make([]bool, v.Statements)
	}
	random := rand.New(rand.NewPCG(seed, 0))
	points := votes.project(endorsable, random)
	of, silhouette := bestClusters(points, random)
	if of == nil {
		return OpinionGroups{Absence: new(NoGroups)}
	}
	counts := votes.countByGroup(of, endorsable)
	groups := OpinionGroups{People: len(votes), Silhouette: silhouette, Shared: sharedStatements(counts)}
	for g, own := range counts {
		groups.Groups = append(groups.Groups, OpinionGroup{People: countOf(of, g), Statements: distinctive(own, counts.without(g))})
	}
	slices.SortStableFunc(groups.Groups, func(a, b OpinionGroup) int { return b.People - a.People })
	return groups
}

// voteMatrix has the votes of each person by statement.
type voteMatrix []map[int]Vote

func newVoteMatrix(people, statements int, opinions []Opinion) voteMatrix {
	m := make(voteMatrix, people)
	for _, o := range opinions {
		if o.Person < 0 || o.Person >= people || o.Statement < 0 || o.Statement >= statements {
			continue
		}
		if m[o.Person] == nil {
			m[o.Person] = map[int]Vote{}
		}
		m[o.Person][o.Statement] = o.Vote
	}
	return m
}

// active are the people with enough votes, in their order.
func (m voteMatrix) active() voteMatrix {
	voted := map[int]bool{}
	for _, row := range m {
		for s := range row {
			voted[s] = true
		}
	}
	least := max(1, min(LeastVotes, len(voted)))
	return slices.DeleteFunc(slices.Clone(m), func(row map[int]Vote) bool { return len(row) < least })
}

func countOf(of []int, group int) (n int) {
	for _, g := range of {
		if g == group {
			n++
		}
	}
	return n
}
