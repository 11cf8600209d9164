package analyse

import (
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"testing"
)

// planted are votes of people of known groups. Each group agrees with four statements of its own, which the others reject, all agree with
// one statement and reject another, and all are divided on a last one. Every person judges most of them and errs now and then.
func planted(sizes []int, seed uint64) (opinions []Opinion, of []int, statements int) {
	random := rand.New(rand.NewPCG(seed, 1))
	own := 4 * len(sizes)
	statements = own + 3
	for g, size := range sizes {
		for range size {
			person := len(of)
			of = append(of, g)
			for s := range statements {
				vote := Disagrees
				switch {
				case s/4 == g && s < own, s == own, s == own+2 && random.IntN(2) == 0:
					vote = Agrees
				}
				if random.Float64() < 0.08 {
					vote = -vote
				}
				if random.Float64() < 0.06 {
					vote = Passes
				}
				if random.Float64() < 0.85 {
					opinions = append(opinions, Opinion{person, s, vote})
				}
			}
		}
	}
	return opinions, of, statements
}

// Planted groups are found, in number, size and statements.
func TestOpinionGroupsOfPlantedVotes(t *testing.T) {
	t.Parallel()
	for _, sizes := range [][]int{{90, 60}, {120, 80, 40}} {
		opinions, of, statements := planted(sizes, 5)
		found := FindOpinionGroups(Votes{People: len(of), Statements: statements, Opinions: opinions}, 1)
		if found.Absence != nil || len(found.Groups) != len(sizes) || found.People < len(of)-5 || found.Silhouette < 0.5 {
			t.Fatalf("%v: %+v", sizes, found)
		}
		for g, group := range found.Groups {
			if math.Abs(float64(group.People-sizes[g])) > 3 {
				t.Errorf("group %d has %d people, not %d", g, group.People, sizes[g])
			}
			for _, s := range group.Statements[:4] {
				if want := map[bool]Vote{true: Agrees, false: Disagrees}[s.Statement/4 == g]; s.Statement >= 4*len(sizes) || s.Side != want || s.Agree+s.Disagree > s.Seen || s.Seen > group.People {
					t.Errorf("group %d: %+v", g, s)
				}
			}
		}
		if own := 4 * len(sizes); len(found.Shared) != 2 || !slices.ContainsFunc(found.Shared, func(s StatementVote) bool { return s.Statement == own && s.Side == Agrees }) ||
			!slices.ContainsFunc(found.Shared, func(s StatementVote) bool { return s.Statement == own+1 && s.Side == Disagrees }) {
			t.Errorf("all share %+v", found.Shared)
		}
	}
}

// Groups are found among people who can only endorse, and what a group endorses is told of all its people.
func TestOpinionGroupsOfEndorsements(t *testing.T) {
	t.Parallel()
	random, v := rand.New(rand.NewPCG(8, 1)), Votes{People: 150, Statements: 21, Endorsable: make([]bool, 21)}
	for s := range v.Statements {
		v.Endorsable[s] = true
	}
	for person := range v.People {
		group := map[bool]int{true: 0, false: 1}[person < 90]
		for s := range v.Statements {
			if own := s == 20 || s/10 == group; random.Float64() < map[bool]float64{true: 0.85, false: 0.1}[own] {
				v.Opinions = append(v.Opinions, Opinion{person, s, Agrees})
			}
		}
	}
	found := FindOpinionGroups(v, 3)
	if found.Absence != nil || len(found.Groups) != 2 || found.Groups[0].People+found.Groups[1].People != found.People || found.People < 140 || math.Abs(float64(found.Groups[0].People-90)) > 6 {
		t.Fatalf("%+v", found)
	}
	for g, group := range found.Groups {
		for _, s := range group.Statements {
			if s.Statement/10 != g || s.Side != Agrees || s.Seen != group.People || s.Agree <= s.Seen/2 || s.Disagree != 0 {
				t.Errorf("group %d: %+v", g, s)
			}
		}
		if len(group.Statements) != mostStatements {
			t.Errorf("group %d has %d statements", g, len(group.Statements))
		}
	}
	if len(found.Shared) != 1 || found.Shared[0].Statement != 20 {
		t.Errorf("all share %+v", found.Shared)
	}
}

// The same votes and seed give the same groups, in whatever order the votes came.
func TestOpinionGroupsAreReproducible(t *testing.T) {
	t.Parallel()
	opinions, of, statements := planted([]int{70, 50, 30}, 9)
	first := FindOpinionGroups(Votes{People: len(of), Statements: statements, Opinions: opinions}, 42)
	slices.Reverse(opinions)
	if second := FindOpinionGroups(Votes{People: len(of), Statements: statements, Opinions: opinions}, 42); !reflect.DeepEqual(first, second) {
		t.Errorf("%+v\n%+v", first, second)
	}
}

// Few people, people with few votes and groups of few people are never shown.
func TestFewPeopleMakeNoOpinionGroups(t *testing.T) {
	t.Parallel()
	opinions, of, statements := planted([]int{60, 39}, 3)
	if found := FindOpinionGroups(Votes{People: len(of), Statements: statements, Opinions: opinions}, 1); found.Absence == nil || *found.Absence != TooFewPeople || found.Groups != nil {
		t.Error("99 people made groups")
	}
	opinions, of, statements = planted([]int{150, 9}, 3)
	found := FindOpinionGroups(Votes{People: len(of), Statements: statements, Opinions: opinions}, 1)
	for _, g := range found.Groups {
		if g.People < LeastGroup {
			t.Errorf("a group has %d people", g.People)
		}
	}
	few := make([]Opinion, 0, 600)
	for person := range 300 {
		few = append(few, Opinion{person, person % 20, Agrees}, Opinion{person, (person + 1) % 20, Disagrees})
	}
	if found := FindOpinionGroups(Votes{People: 300, Statements: 20, Opinions: few}, 1); found.Absence == nil {
		t.Error("two votes placed a person")
	}
	if found := FindOpinionGroups(Votes{Opinions: []Opinion{{-1, 0, Agrees}, {0, 7, Agrees}}}, 1); found.Absence == nil {
		t.Error("nobody made groups")
	}
}

// Worked out by hand: 8 of 9 agree, and 2 of 19 others do. One vote more each makes 9 of 10 and 3 of 20, together 12 of 30.
func TestProportions(t *testing.T) {
	t.Parallel()
	if z, want := twoProportions(8, 2, 9, 19), 0.75/math.Sqrt(0.4*0.6*(0.1+0.05)); math.Abs(z-want) > 1e-12 {
		t.Errorf("%v, want %v", z, want)
	}
	if z, want := oneProportion(8, 15), 2*4*(9./16-0.5); math.Abs(z-want) > 1e-12 {
		t.Errorf("%v, want %v", z, want)
	}
	if z := twoProportions(9, 19, 9, 19); z != 0 {
		t.Errorf("all agree: %v", z)
	}
}

// The silhouette of four points by hand: 0 and 1 against 10 and 12.
func TestSilhouette(t *testing.T) {
	t.Parallel()
	points := []point{{0, 0}, {1, 0}, {10, 0}, {12, 0}}
	want := ((11.-1)/11 + (10.-1)/10 + (9.5-2)/9.5 + (11.5-2)/11.5) / 4
	if got := silhouetteOf(points, []int{0, 0, 1, 1}, []int{0, 1, 2, 3}, 2); math.Abs(got-want) > 1e-12 {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestOpinionGroupsOfPolis compares the groups with those that Polis published. MINYI_POLIS is a folder of participants-votes files as Polis
// publishes them (columns participant, group-id, n-comments, n-votes, n-agree, n-disagree, then one for each statement).
func TestOpinionGroupsOfPolis(t *testing.T) {
	root := os.Getenv("MINYI_POLIS")
	if root == "" {
		t.Skip("set MINYI_POLIS to a folder of votes that Polis published")
	}
	files, _ := filepath.Glob(filepath.Join(root, "*.csv"))
	for _, name := range files {
		opinions, published, statements := readPolis(t, name)
		votes := newVoteMatrix(len(published), statements, opinions)
		kept := votes[:0:0]
		var theirs []int
		for i, g := range published {
			if g >= 0 && len(votes[i]) >= LeastVotes {
				kept, theirs = append(kept, votes[i]), append(theirs, g)
			}
		}
		if len(theirs) == 0 {
			continue
		}
		random := rand.New(rand.NewPCG(1, 0))
		points := kept.project(make([]bool, statements), random)
		same := kMeans(points, slices.Max(theirs)+1, random)
		found := FindOpinionGroups(Votes{People: len(published), Statements: statements, Opinions: opinions}, 1)
		t.Logf("%-45s %6d people, theirs %d groups, ours %v %d (%d people), agreement with theirs %.3f (adjusted Rand index)", filepath.Base(name), len(theirs),
			slices.Max(theirs)+1, found.Absence == nil, len(found.Groups), found.People, adjustedRand(same, theirs))
	}
}

func readPolis(t *testing.T, name string) (opinions []Opinion, groups []int, statements int) {
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	statements = len(records[0]) - 6
	for i, record := range records[1:] {
		group, err := strconv.Atoi(record[1])
		if err != nil {
			group = -1
		}
		groups = append(groups, group)
		for s, vote := range record[6:] {
			if number, err := strconv.ParseFloat(vote, 64); err == nil {
				opinions = append(opinions, Opinion{i, s, Vote(number)})
			}
		}
	}
	return opinions, groups, statements
}

// adjustedRand is the adjusted Rand index of Hubert and Arabie (1985): 1 if two groupings are the same, 0 if they agree by chance.
func adjustedRand(a, b []int) float64 {
	pairs := func(n int) float64 { return float64(n) * float64(n-1) / 2 }
	cells, rows, columns := map[[2]int]int{}, map[int]int{}, map[int]int{}
	for i := range a {
		cells[[2]int{a[i], b[i]}]++
		rows[a[i]]++
		columns[b[i]]++
	}
	var both, left, right float64
	for _, n := range cells {
		both += pairs(n)
	}
	for _, n := range rows {
		left += pairs(n)
	}
	for _, n := range columns {
		right += pairs(n)
	}
	expected := left * right / pairs(len(a))
	return (both - expected) / ((left+right)/2 - expected)
}
