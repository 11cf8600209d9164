package graph_test

import (
	"testing"
	"minyi/consult"
	"minyi/graph/graphtest"
)

func TestProfiles(t *testing.T) {
	city := graphtest.New(t)
	t.Log(city.Anyone().Must(`{ jurisdictionProfiles { code title(locale: EN) minimumDays sourceArticle closeTime } workingCalendars { code version days { day working } } consultations { totalCount } overdueFeedback { nodes { id } } }`).Raw[:300])
	admin := city.Staff("a", "", consult.Admin)
	_ = admin
}
