package db

import (
	"testing"
	"time"

	"minyi/db/share"
)

func TestQuestionsDifferWhereTheirArgumentsDo(t *testing.T) {
	t.Parallel()
	seen := map[share.Question][]any{}
	word, none := "ab", (*string)(nil)
	for _, args := range [][]any{{}, {"ab"}, {"a", "b"}, {"", "ab"}, {[]byte("ab")}, {1}, {int64(2)}, {1.0}, {true}, {false}, {nil}, {nil, nil}, {"1"},
		{time.Unix(1, 0)}, {time.Unix(1, 1)}, {keyArray{}}, {keyArray{{1}}}, {keyArray{{1}, {2}}}} {
		asked, _, err := questionOf("SELECT", args)
		if err != nil {
			t.Fatal(err)
		}
		if other, is := seen[asked]; is {
			t.Errorf("%v and %v are one question", args, other)
		}
		seen[asked] = args
	}
	for _, same := range [][2]any{{&word, "ab"}, {none, nil}} {
		one, _, _ := questionOf("SELECT", []any{same[0]})
		other, _, _ := questionOf("SELECT", []any{same[1]})
		if one != other {
			t.Errorf("%v and %v are two questions", same[0], same[1])
		}
	}
}
