package analyse

import (
	"math"
	"math/rand/v2"
)

// The limits of the clustering: how often it starts anew, and how many rounds each start takes.
const (
	clusterStarts = 10
	clusterRounds = 100
)

// bestClusters finds the clustering with the greatest silhouette among those of 2 to 5 clusters with LeastGroup people in each: the cluster
// of each point. It is nil if there is none.
func bestClusters(points []point, random *rand.Rand) (of []int, silhouette float64) {
	sample := random.Perm(len(points))[:min(len(points), silhouetteSample)]
	for k := 2; k <= mostGroups; k++ {
		found := kMeans(points, k, random)
		small := false
		for g := range k {
			small = small || countOf(found, g) < LeastGroup
		}
		if small {
			continue
		}
		if s := silhouetteOf(points, found, sample, k); of == nil || s > silhouette {
			of, silhouette = found, s
		}
	}
	return of, silhouette
}

// kMeans finds the k clusters with the least squared distances to their centres, of several starts.
func kMeans(points []point, k int, random *rand.Rand) (best []int) {
	least := math.Inf(1)
	for range clusterStarts {
		centres := startCentres(points, k, random)
		of := make([]int, len(points))
		for round, moved := 0, true; moved && round < clusterRounds; round++ {
			moved = assign(points, centres, of) || round == 0
			centres = means(points, of, centres)
		}
		if spread := spreadOf(points, centres, of); spread < least {
			least, best = spread, of
		}
	}
	return best
}

// startCentres chooses each centre among the points, the likelier the farther a point is from those chosen (k-means++ of Arthur and
// Vassilvitskii, 2007).
func startCentres(points []point, k int, random *rand.Rand) []point {
	centres := []point{points[random.IntN(len(points))]}
	for len(centres) < k {
		total, away := 0.0, make([]float64, len(points))
		for i, p := range points {
			_, away[i] = nearestCentre(p, centres)
			total += away[i]
		}
		at, left := 0, random.Float64()*total
		for at < len(points)-1 && left >= away[at] {
			left -= away[at]
			at++
		}
		centres = append(centres, points[at])
	}
	return centres
}

// nearestCentre is the index of the nearest centre and the square of the distance to it.
func nearestCentre(p point, centres []point) (at int, square float64) {
	square = math.Inf(1)
	for i, c := range centres {
		if d := squareDistance(p, c); d < square {
			at, square = i, d
		}
	}
	return at, square
}

func squareDistance(a, b point) float64 {
	x, y := a[0]-b[0], a[1]-b[1]
	return x*x + y*y
}

// assign gives each point to its nearest centre and tells whether any changed its cluster.
func assign(points, centres []point, of []int) (moved bool) {
	for i, p := range points {
		at, _ := nearestCentre(p, centres)
		moved = moved || of[i] != at
		of[i] = at
	}
	return moved
}

// means are the middles of the clusters. An empty cluster keeps its centre.
func means(points []point, of []int, centres []point) []point {
	sums, sizes := make([]point, len(centres)), make([]float64, len(centres))
	for i, g := range of {
		sums[g][0] += points[i][0]
		sums[g][1] += points[i][1]
		sizes[g]++
	}
	for g := range sums {
		if sizes[g] == 0 {
			sums[g] = centres[g]
			continue
		}
		sums[g] = point{sums[g][0] / sizes[g], sums[g][1] / sizes[g]}
	}
	return sums
}

func spreadOf(points, centres []point, of []int) (spread float64) {
	for i, g := range of {
		spread += squareDistance(points[i], centres[g])
	}
	return spread
}

// silhouetteOf is the mean silhouette of some points (Rousseeuw, 1987): how much nearer they are to their own cluster than to the next one.
func silhouetteOf(points []point, of, sample []int, k int) float64 {
	sum := 0.0
	for _, i := range sample {
		away, others := make([]float64, k), make([]float64, k)
		for _, j := range sample {
			if i != j {
				away[of[j]] += math.Sqrt(squareDistance(points[i], points[j]))
				others[of[j]]++
			}
		}
		own, next := away[of[i]]/max(1, others[of[i]]), math.Inf(1)
		for g := range k {
			if g != of[i] && others[g] > 0 {
				next = min(next, away[g]/others[g])
			}
		}
		if others[of[i]] > 0 && !math.IsInf(next, 1) && max(own, next) > 0 {
			sum += (next - own) / max(own, next)
		}
	}
	return sum / float64(len(sample))
}
