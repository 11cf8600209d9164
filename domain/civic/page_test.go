package civic

import (
	"slices"
	"testing"

	"github.com/google/uuid"
)

func TestWindows(t *testing.T) {
	t.Parallel()
	here, err := PageArgs{}.Window("comments/1")
	if err != nil || here.Limit != 20 || here.Backward {
		t.Fatalf("a page without arguments is %+v, %v", here, err)
	}
	place := Place{Rank: -7, Key: uuid.UUID{9}}
	cursor, zero, one, many, elsewhere := here.Cursor(place), 0, 1, 101, Window{listHash: 1}.Cursor(place)
	for name, c := range map[string]struct {
		args PageArgs
		want []Code
	}{
		"its own cursor":        {PageArgs{First: &one, After: &cursor}, nil},
		"from the back":         {PageArgs{Last: &one, Before: &cursor}, nil},
		"no rows":               {PageArgs{First: &zero}, []Code{BadPageSize}},
		"too many":              {PageArgs{Last: &many}, []Code{BadPageSize}},
		"from both ends":        {PageArgs{First: &one, Last: &one}, []Code{BadPageSize, BadPageSize}},
		"a cursor of elsewhere": {PageArgs{After: &elsewhere}, []Code{BadCursor}},
		"garbage and too many":  {PageArgs{First: &many, After: new("x"), Before: new("")}, []Code{BadPageSize, BadCursor, BadCursor}},
	} {
		w, err := c.args.Window("comments/1")
		if got := CodesOf(err); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		if c.want == nil && w.After != nil && *w.After != place {
			t.Errorf("%s: the place came back as %v", name, *w.After)
		}
	}
}

func FuzzCursor(f *testing.F) {
	w := Window{listHash: hashOfList("list")}
	for _, seed := range []string{"", "x", w.Cursor(Place{}), w.Cursor(Place{Rank: 1 << 62, Key: uuid.UUID{1}}), "中", "AAAA"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cursor string) {
		read, err := PageArgs{After: &cursor}.Window("list")
		if err == nil && read.Cursor(*read.After) != cursor {
			t.Errorf("%q is read as another place", cursor)
		}
	})
}
