package live

import (
	"sync/atomic"

	"github.com/google/uuid"

	"minyi/domain/civic"
)

// Changes counts changes, so that the cache of replies can tell whether a reply is still valid. Several consultations and surveys
// share a counter: a change of one of them only makes the replies of the others be read again.
type Changes struct {
	Any    atomic.Uint64
	things [256]atomic.Uint64
}

// count counts the changed objects; nil means everything.
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

// Of returns the counter of a consultation or a survey. The last byte of a key is random.
func (c *Changes) Of(key uuid.UUID) *atomic.Uint64 { return &c.things[key[len(key)-1]] }
