package survey

import (
	"math"
	"testing"
)

func TestNoiseIsOfMeanNoughtAndBounded(t *testing.T) {
	t.Parallel()
	for count := 1; count <= 40; count++ {
		mean, variance, before, total := 0.0, 0.0, 0.0, 0.0
		for _, step := range noiseTables[min(count, len(noiseTables))-1] {
			p := step.below - before
			before = step.below
			if shown := count + step.noise; shown != 0 && shown < minCellCount || step.noise > noiseBound || step.noise < -noiseBound {
				t.Errorf("%d people are shown as %d", count, shown)
			}
			mean, variance, total = mean+p*float64(step.noise), variance+p*float64(step.noise*step.noise), total+p
		}
		if math.Abs(mean) > 1e-9 || variance < 2 || variance > 9 || math.Abs(total-1) > 1e-9 {
			t.Errorf("the noise of %d has mean %v, variance %v and sum %v", count, mean, variance, total)
		}
	}
}

func TestNoiseFollowsItsTable(t *testing.T) {
	t.Parallel()
	const people = 20_000
	for _, count := range []int{1, 4, 9, 300} {
		sum := 0
		for i := range int64(people) {
			n := testNoise(7).Count(count, 1000*i)
			if n != testNoise(7).Count(count, 1000*i) {
				t.Fatal("the same people have two noises")
			}
			sum += n - count
		}
		if mean := float64(sum) / people; math.Abs(mean) > 0.1 {
			t.Errorf("the mean noise of %d is %v", count, mean)
		}
	}
	if testNoise(7).Count(0, 0) != 0 {
		t.Error("none is not none")
	}
}

func TestNoiseNeedsTheSecret(t *testing.T) {
	t.Parallel()
	same := 0
	for i := range int64(200) {
		if testNoise(1).Count(50, i) == testNoise(2).Count(50, i) {
			same++
		}
	}
	if same > 100 {
		t.Errorf("%d of 200 counts are the same in two surveys", same)
	}
}
