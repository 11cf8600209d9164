package main

import (
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"minyi/domain/legaltext"
)

// searches look for a phrase and for a rare word in the great discussion. Each request comes from another person, because there are
// fewer words than connections and anonymous readers of one word would share a reply.
func (b *bench) searches(tokens []string) []workload {
	phrases := b.search("W6", "comments of one consultation that hold a phrase of six to eight characters", 0.90, b.city.Phrases)
	phrases.most = 150 * time.Millisecond
	words := b.search("W6b", "the same with a rare word of two characters", 0.15, rareWords)
	for i, word := range rareWords {
		words.scripts[i] = b.lookup(word)
	}
	phrases.request, words.request = signedIn(phrases.request, tokens), signedIn(words.request, tokens)
	return []workload{phrases, words}
}

// search is a workload that looks for the words in turn. Its limit reads every comment of the consultation.
func (b *bench) search(name, title string, target float64, words []string) workload {
	pages := make([]page, len(words))
	for i, word := range words {
		pages[i] = page{post(searchComments, map[string]any{"consultation": b.city.great().String(), "contains": word}), fmt.Sprintf(scanSQL, b.city.Great, word)}
	}
	return b.reading(workload{name: name, title: title, target: target}, commentNodes, pages)
}

// lookup reads the comments with a word from the index of pairs of characters.
func (b *bench) lookup(word string) string {
	grams := strings.Trim(strings.ReplaceAll(fmt.Sprint(legaltext.Grams(b.city.Great, word)), " ", ","), "[]")
	return fmt.Sprintf(`SELECT id, stance, body, created_at FROM comments WHERE consultation_id = '%s' AND withdrawn_at IS NULL
  AND grams @> '{%s}'::int[] AND body LIKE '%%%s%%' ORDER BY id DESC LIMIT 20;`, b.city.Great, grams, word)
}

// signedIn lets each request come from another of the active people.
func signedIn(next func() (request, bool), tokens []string) func() (request, bool) {
	var count atomic.Int64
	return func() (request, bool) {
		asked, more := next()
		asked.token = tokens[int(count.Add(1))%min(activePeople, len(tokens))]
		return asked, more
	}
}
