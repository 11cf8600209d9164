package graph

import (
	"sync"

	"minyi/domain/civic"
)

// inbox holds what one subscriber has not taken yet. It is bounded: of one who is slow it only remembers that everything has
// to be read again.
type inbox struct {
	hub   *Hub
	topic topic
	ready chan struct{} // holds a signal while there is news

	mu   sync.Mutex
	news news
}

// news is what happened to the topic since the last news.
type news struct {
	ids []civic.ID
	all bool // more may have happened than the ids say
}

// mostNews is how many ids wait for a subscriber.
const mostNews = 100

// put adds a change. The same change twice is one.
func (in *inbox) put(id civic.ID) {
	in.add(func(n *news) {
		switch {
		case n.all, len(n.ids) > 0 && n.ids[len(n.ids)-1] == id:
		case len(n.ids) == mostNews:
			*n = news{all: true}
		default:
			n.ids = append(n.ids, id)
		}
	})
}

// putAll says that anything may have changed.
func (in *inbox) putAll() { in.add(func(n *news) { *n = news{all: true} }) }

func (in *inbox) add(change func(*news)) {
	in.mu.Lock()
	change(&in.news)
	in.mu.Unlock()
	select {
	case in.ready <- struct{}{}:
	default:
	}
}

// take takes all that waits.
func (in *inbox) take() news {
	in.mu.Lock()
	defer in.mu.Unlock()
	taken := in.news
	in.news = news{}
	return taken
}
