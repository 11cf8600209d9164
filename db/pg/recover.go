package pg

import (
	"fmt"
	"runtime/debug"
)

// RecoverToError runs a function in a goroutine of ours and turns its panic into an error. Nobody else recovers there, and a panic
// would end the whole server.
func RecoverToError(do func() error) (err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = fmt.Errorf("panic: %v\n%s", thrown, debug.Stack())
		}
	}()
	return do()
}
