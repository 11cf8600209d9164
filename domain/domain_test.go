package domain_test

import (
	"os"
	"strings"
	"testing"

	_ "minyi/domain"
)

// TestEveryRoomIsThere sees that package domain imports each of its folders.
func TestEveryRoomIsThere(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("domain.go")
	if err != nil {
		t.Fatal(err)
	}
	folders, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		if folder.IsDir() && !strings.Contains(string(source), `"minyi/domain/`+folder.Name()+`"`) {
			t.Errorf("domain.go does not import the room %s", folder.Name())
		}
	}
}
