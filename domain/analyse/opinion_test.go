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

// ruspini are the 75 points of Ruspini, Numerical methods for fuzzy clustering (Information Sciences 2, 1970): groups of 20, 23, 17 and 15, in this order.
var ruspini = []point{
	{4, 53}, {5, 63}, {10, 59}, {9, 77}, {13, 49}, {13, 69}, {12, 88}, {15, 75}, {18, 61}, {19, 65}, {22, 74}, {27, 72}, {28, 76}, {24, 58}, {27, 55},
	{28, 60}, {30, 52}, {31, 60}, {32, 61}, {36, 72}, {28, 147}, {32, 149}, {35, 153}, {33, 154}, {38, 151}, {41, 150}, {38, 145}, {38, 143}, {32, 143}, {34, 141},
	{44, 156}, {44, 149}, {44, 143}, {46, 142}, {47, 149}, {49, 152}, {50, 142}, {53, 144}, {52, 152}, {55, 155}, {54, 124}, {60, 136}, {63, 139}, {86, 132}, {85, 115},
	{85, 96}, {78, 94}, {74, 96}, {97, 122}, {98, 116}, {98, 124}, {99, 119}, {99, 128}, {101, 115}, {108, 111}, {110, 111}, {108, 116}, {111, 126}, {115, 117}, {117, 115},
	{70, 4}, {77, 12}, {83, 21}, {61, 15}, {69, 15}, {78, 16}, {66, 18}, {58, 13}, {64, 20}, {69, 21}, {66, 23}, {61, 25}, {76, 27}, {72, 31}, {64, 30},
}

// TestClustersOfRuspini finds the published groups. Kaufman and Rousseeuw (Finding Groups in Data, 1990) print the mean silhouettes of 2 to 5 clusters as 0.58, 0.63,
// 0.74 and 0.71. They choose clusters by medoids, so that only the clearest clustering, of four, must be the same.
func TestClustersOfRuspini(t *testing.T) {
	t.Parallel()
	var published []int
	for g, size := range []int{20, 23, 17, 15} {
		published = append(published, slices.Repeat([]int{g}, size)...)
	}
	for seed := range uint64(20) {
		of, silhouette := bestClusters(ruspini, rand.New(rand.NewPCG(seed, 0)))
		if same := adjustedRand(of, published); same != 1 || math.Abs(silhouette-0.74) >= 0.005 {
			t.Errorf("seed %d: %d clusters with the silhouette %.3f, alike %.3f", seed, slices.Max(of)+1, silhouette, same)
		}
	}
}

// polisPerson is what a person voted and the group in which Polis published the person.
type polisPerson struct {
	votes map[int]Vote
	group int
}

// TestOpinionGroupsOfPolis compares the groups with those that Polis published. MINYI_POLIS is a folder of conversations as compdemocracy/openData has them. It groups
// the people once by our rules, and once as Polis did: with all whom Polis grouped, however few votes they gave, and with a pass of everybody on each statement that
// moderators took out. The last number begins with the groups of Polis: it is high if they are a solution of k-means at all.
func TestOpinionGroupsOfPolis(t *testing.T) {
	root := os.Getenv("MINYI_POLIS")
	if root == "" {
		t.Skip("set MINYI_POLIS to a folder of conversations that Polis published")
	}
	folders, _ := filepath.Glob(filepath.Join(root, "*", "participants-votes.csv"))
	t.Logf("%-45s %6s %10s %6s %8s %12s", "conversation", "people", "few votes", "ours", "as Polis", "from theirs")
	for _, name := range folders {
		people, moderated := readPolis(t, filepath.Dir(name))
		few := 0
		for _, p := range people {
			if len(p.votes) < LeastVotes {
				few++
			}
		}
		ours, _ := likePolis(people, moderated, false)
		same, from := likePolis(people, moderated, true)
		t.Logf("%-45s %6d %9.0f%% %6.2f %8.2f %12.2f", filepath.Base(filepath.Dir(name)), len(people), 100*float64(few)/float64(len(people)), ours, same, from)
	}
}

// likePolis groups people into as many groups as Polis did and tells how alike both groupings are, also if k-means begins with the groups of Polis.
func likePolis(people []polisPerson, moderated []bool, asPolis bool) (index, from float64) {
	place := make([]int, len(moderated))
	statements := 0
	for s, out := range moderated {
		if place[s] = statements; asPolis || !out {
			statements++
		}
	}
	var votes voteMatrix
	var theirs []int
	for _, p := range people {
		row := map[int]Vote{}
		for s, out := range moderated {
			if vote, given := p.votes[s]; given && !out {
				row[place[s]] = vote
			} else if out && asPolis {
				row[place[s]] = Passes
			}
		}
		if asPolis || len(row) >= LeastVotes {
			votes, theirs = append(votes, row), append(theirs, p.group)
		}
	}
	random := rand.New(rand.NewPCG(1, 0))
	points, k := votes.project(make([]bool, statements), random), slices.Max(theirs)+1
	begun := slices.Clone(theirs)
	for centres := means(points, begun, make([]point, k)); assign(points, centres, begun); {
		centres = means(points, begun, centres)
	}
	return adjustedRand(kMeans(points, k, random), theirs), adjustedRand(begun, theirs)
}

// readPolis reads the people whom Polis grouped, and which statements its moderators took out.
func readPolis(t *testing.T, folder string) (people []polisPerson, moderated []bool) {
	comments, rows := readCSV(t, filepath.Join(folder, "comments.csv")), readCSV(t, filepath.Join(folder, "participants-votes.csv"))
	of, id := slices.Index(comments[0], "moderated"), slices.Index(comments[0], "comment-id")
	for _, statement := range rows[0][6:] {
		moderated = append(moderated, slices.ContainsFunc(comments[1:], func(c []string) bool { return c[id] == statement && c[of] == "-1" }))
	}
	for _, row := range rows[1:] {
		group, err := strconv.Atoi(row[1])
		if err != nil {
			continue
		}
		p := polisPerson{map[int]Vote{}, group}
		for s, vote := range row[6:] {
			if number, err := strconv.ParseFloat(vote, 64); err == nil {
				p.votes[s] = Vote(number)
			}
		}
		people = append(people, p)
	}
	return people, moderated
}

func readCSV(t *testing.T, name string) [][]string {
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return records
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
