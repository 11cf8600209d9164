package metrics

import (
	"fmt"
	"testing"
	"time"

	"minyi/domain/civic"
)

// However many names clients choose, there are few series, and one that fails takes no place.
func TestOperationNames(t *testing.T) {
	t.Parallel()
	o := newOperations()
	for i := range 3 * maxNames {
		name := fmt.Sprint("op", i)
		if o.countersOf(&civic.Request{Operation: "bad" + name, Field: "node", Code: civic.NotFound}) != o.countersOf(&civic.Request{Field: "node"}) {
			t.Fatalf("bad%s is told apart", name)
		}
		first := o.countersOf(&civic.Request{Operation: name, Field: "node"})
		again, byField := o.countersOf(&civic.Request{Operation: name, Field: "node"}), o.countersOf(&civic.Request{Field: "node"})
		if again != first || (first == byField) != (i >= maxNames) {
			t.Errorf("%s is told apart: %t", name, first != byField)
		}
	}
	if known := o.countersOf(&civic.Request{Operation: "op1", Field: "node", Code: civic.NotFound}); known != o.countersOf(&civic.Request{Operation: "op1"}) {
		t.Error("a name that is known is not found where the operation is refused")
	}
}

// BenchmarkOperations measures what it costs to count one.
func BenchmarkOperations(b *testing.B) {
	o, asked := newOperations(), &civic.Request{Operation: "Lamps", Field: "departments"}
	b.ReportAllocs()
	for b.Loop() {
		o.countersOf(asked).count(asked.Code, time.Millisecond)
	}
}
