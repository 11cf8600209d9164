package db

import (
	"fmt"
	"runtime/debug"
)

// contained runs what has a goroutine of its own; a panic is its error. Nobody else would catch it there, and the whole server would end.
func contained(do func() error) (err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = fmt.Errorf("panic: %v\n%s", thrown, debug.Stack())
		}
	}()
	return do()
}
