package verify

import (
	"errors"
	"fmt"
	"io"
)

// Verdicts prints the result of each check and counts the failures.
type Verdicts struct {
	To     io.Writer
	failed int
}

// Pass prints a check that succeeded.
func (v *Verdicts) Pass(format string, args ...any) { fmt.Fprintf(v.To, "OK   "+format+"\n", args...) }

// Fail prints a check that failed.
func (v *Verdicts) Fail(format string, args ...any) {
	v.failed++
	fmt.Fprintf(v.To, "BAD  "+format+"\n", args...)
}

// Err returns an error if a check failed.
func (v *Verdicts) Err() error {
	switch v.failed {
	case 0:
		return nil
	case 1:
		return errors.New("one check failed")
	}
	return fmt.Errorf("%d checks failed", v.failed)
}
