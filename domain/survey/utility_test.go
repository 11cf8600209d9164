package survey

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestUtility measures how far the noise moves the cells of tables of 5 × 4, and the shares in their rows.
func TestUtility(t *testing.T) {
	t.Parallel()
	for people, most := range map[int]float64{100: 12, 500: 2.5, 2000: 0.7, 10_000: 0.15} {
		r, moved, points, worst := rand.New(rand.NewPCG(1, uint64(people))), 0.0, 0.0, 0.0
		const surveys, cells = 20, 20 * 20
		for survey := range byte(surveys) {
			var grid [5][4]int
			var totals [5]int
			for range people {
				row := r.IntN(5)
				grid[row][min(r.IntN(4), r.IntN(4))]++
				totals[row]++
			}
			for i, row := range grid {
				for _, n := range row {
					e := math.Abs(float64(testNoise(survey).Count(n, int64(r.Uint32())) - n))
					share := 100 * e / float64(totals[i])
					moved, points, worst = moved+e/cells, points+share/cells, max(worst, share)
				}
			}
		}
		t.Logf("%d people: a cell moves by %.1f people, its share by %.1f points and at most by %.1f", people, moved, points, worst)
		if moved > 2 || points > most {
			t.Errorf("with %d people a cell moves by %.1f people and its share by %.1f points", people, moved, points)
		}
	}
}
