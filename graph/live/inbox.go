package live

import (
	"sync"

	"minyi/domain/civic"
)

// inbox holds what one subscriber has not taken yet. It is bounded: of one who is slow it only remembers that everything has
// to be read again.
type inbox struct {
	hub   *Hub
	topic Topic
	ready chan struct{} // holds a signal while there is news

	mu   sync.Mutex
	news News
}

// News holds the changes of a topic since the last News.
type News struct {
	Ids []civic.ID
	All bool // more may have happened than the ids say
}

// mostNews is how many ids wait for a subscriber.
const mostNews = 100

// put adds a change. The same change twice is one.
func (in *inbox) put(id civic.ID) {
	in.add(func(n *News) {
		switch {
		case n.All, len(n.Ids) > 0 && n.Ids[len(n.Ids)-1] == id:
		case len(n.Ids) == mostNews:
			*n = News{All: true}
		default:
			n.Ids = append(n.Ids, id)
		}
	})
}

// putAll says that anything may have changed.
func (in *inbox) putAll() { in.add(func(n *News) { *n = News{All: true} }) }

func (in *inbox) add(change func(*News)) {
	in.mu.Lock()
	change(&in.news)
	in.mu.Unlock()
	select {
	case in.ready <- struct{}{}:
	default:
	}
}

// take takes all that waits.
func (in *inbox) take() News {
	in.mu.Lock()
	defer in.mu.Unlock()
	taken := in.news
	in.news = News{}
	return taken
}
