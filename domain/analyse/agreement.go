package analyse

// Kappa is Cohen's kappa of two coders who each judged the same things (Cohen 1960, A coefficient of agreement for nominal scales): how much more they agree than by
// chance. It is false if chance alone makes them agree, so that there is no kappa.
func Kappa(one, other []string) (kappa float64, has bool) {
	n, agreed := float64(len(one)), 0.0
	ones, others := map[string]float64{}, map[string]float64{}
	for i, judged := range one {
		ones[judged]++
		others[other[i]]++
		if judged == other[i] {
			agreed++
		}
	}
	chance := 0.0
	for judged, times := range ones {
		chance += times * others[judged] / (n * n)
	}
	if n == 0 || chance == 1 {
		return 0, false
	}
	return (agreed/n - chance) / (1 - chance), true
}

// Alpha is Krippendorff's alpha of any number of coders on a nominal scale (Krippendorff 2011, Computing Krippendorff's alpha-reliability). Each unit holds the judgements of those
// who judged it. It is false if there are no pairs, or if all judgements are the same.
func Alpha(units [][]string) (alpha float64, has bool) {
	n, disagreed := 0.0, 0.0
	times := map[string]float64{}
	for _, unit := range units {
		if len(unit) < 2 {
			continue
		}
		for i, judged := range unit {
			n++
			times[judged]++
			for j, other := range unit {
				if i != j && judged != other {
					disagreed += 1 / float64(len(unit)-1)
				}
			}
		}
	}
	expected := n * n
	for _, t := range times {
		expected -= t * t
	}
	if expected == 0 {
		return 0, false
	}
	return 1 - (n-1)*disagreed/expected, true
}
