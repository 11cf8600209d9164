package graph_test

import (
	"testing"

	"minyi/graph/graphtest"
)

func TestConsultationIsFound(t *testing.T) {
	t.Parallel()
	city := graphtest.New(t)
	asked := city.PutToPublic()
	got := city.Anyone().Must(`query ($id: ID!) { consultation(id: $id) { title status commentPeriod { opensAt closesAt closesOn extensions { from } } profile { code } leadAgency { code } policyRecord { stage timeline { nodes { kind subject { id } } } } } }`, "id", asked.Consultation)
	if got.Get("consultation.status").String() != "OPEN" || got.Get("consultation.policyRecord.stage").String() != "CONSULTING" {
		t.Error(got.Raw)
	}
}
