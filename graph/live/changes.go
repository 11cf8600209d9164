package live

import (
	"sync/atomic"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// changes counts what changed, so that whoever keeps an answer can tell whether it still holds. Things share counters by
// their keys: one that counts what happened elsewhere costs a reading and no more.
type Changes struct {
	Any    atomic.Uint64
	things [256]atomic.Uint64
}

// count counts what changed; nil is everything.
func (c *Changes) count(changed []civic.ID) {
	c.Any.Add(1)
	if changed == nil {
		for i := range c.things {
			c.things[i].Add(1)
		}
	}
	for _, id := range changed {
		c.Of(TopicOf(id).key).Add(1)
	}
}

// of is the counter of a consultation or a survey. The last byte of a key is random.
func (c *Changes) Of(key uuid.UUID) *atomic.Uint64 { return &c.things[key[len(key)-1]] }
