package analyse_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"minyi/domain/analyse"
)

// judged reads the judgements of one coder; a star is a missing one.
func judged(text string) []string { return strings.Fields(text) }

// TestKappa compares with a table worked out by hand: of 50 applications both readers grant 20 and refuse 15, the first alone grants 5 and the second
// alone 10. They agree on 0.7, by chance on 0.5, so that kappa is 0.4.
func TestKappa(t *testing.T) {
	t.Parallel()
	one := slices.Concat(slices.Repeat([]string{"yes"}, 25), slices.Repeat([]string{"no"}, 25))
	other := slices.Concat(slices.Repeat([]string{"yes"}, 20), slices.Repeat([]string{"no"}, 5), slices.Repeat([]string{"yes"}, 10), slices.Repeat([]string{"no"}, 15))
	if kappa, has := analyse.Kappa(one, other); !has || math.Abs(kappa-0.4) > 1e-9 {
		t.Errorf("kappa is %v", kappa)
	}
	if kappa, has := analyse.Kappa(one, one); !has || kappa != 1 {
		t.Errorf("of the same it is %v", kappa)
	}
	if _, has := analyse.Kappa(judged("no no"), judged("no no")); has {
		t.Error("there is a kappa where nobody could disagree")
	}
}

// TestAlpha compares with the examples A, B and C of Krippendorff, Computing Krippendorff's Alpha-Reliability (2011).
func TestAlpha(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		coders []string
		want   float64
	}{
		"A, binary":                 {[]string{"0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"}, 0.095},
		"B, nominal":                {[]string{"a a b b d c c c e d d a", "b a b b b c c c e d d d"}, 0.692},
		"C, four coders, some miss": {[]string{"1 2 3 3 2 1 4 1 2 * * *", "1 2 3 3 2 2 4 1 2 5 * 3", "* 3 3 3 2 3 4 2 2 5 1 *", "1 2 3 3 2 4 4 1 2 5 1 *"}, 0.743},
	} {
		units := make([][]string, len(judged(c.coders[0])))
		for _, coder := range c.coders {
			for i, value := range judged(coder) {
				if value != "*" {
					units[i] = append(units[i], value)
				}
			}
		}
		if alpha, has := analyse.Alpha(units); !has || math.Abs(alpha-c.want) > 0.0005 {
			t.Errorf("%s: alpha is %.4f, want %.3f", name, alpha, c.want)
		}
	}
	if _, has := analyse.Alpha([][]string{{"a", "a"}, {"a", "a"}}); has {
		t.Error("there is an alpha where nobody could disagree")
	}
}
