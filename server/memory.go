package main

import (
	"os"
	"runtime/debug"
)

// roomForRubbish is memory that is asked for and never touched, so that it takes none. To the collector it is in use, and as much rubbish
// may grow beside what really is: an answer leaves much of it and keeps nothing, and for what is kept, a few megabytes, the collector would
// run all the time. GOGC, where it is set, says otherwise.
func roomForRubbish() []byte {
	if os.Getenv("GOGC") != "" {
		return nil
	}
	return make([]byte, 8<<20)
}

// settle gives back at once what the start took and nobody needs any more.
func settle() { debug.FreeOSMemory() }
